// Mango Office: rows of its statistics -> touches. An inbound call has a row for each extension that rang.
import { MappingDesk, type Parsed } from '../mapping-desk.ts'
import { isOutside, putCall } from '../put-call.ts'
import type { Answer, Known, Link, Located, Mapped, Source } from '../source.ts'
import { fromUnix, isValues, toText } from '../wire-values.ts'
import { checkMango, fetchMango, openMango, readAddress } from './fetch.ts'
import * as schema from './schema.ts'

const link: Link = { open: openMango, check: checkMango, fetch: fetchMango, readAddress }
export const mango: Source = { system: 'mango', title: 'Mango Office', map, link }

const RECORDING = 'https://app.mango-office.ru/vpbx/queries/recording/issa/'

function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') {
    const lines = body.split(/\r?\n/).filter((line) => line.trim() !== '')
    if (!lines.every((line) => line.split(';').length > 10)) return 'neither a result of the statistics nor JSON'
    return [{ object: 'row', rows: lines.map((line, at) => ({ raw: line.split(';'), spot: `line ${at + 1}` })) }]
  }
  if (Array.isArray(body)) {
    const isRow = body.every((cell) => typeof cell !== 'object')
    const list: unknown[] = isRow ? [body] : body
    return [{ object: 'row', rows: list.map((raw, at) => ({ raw, spot: isRow ? '' : `[${at}]` })) }]
  }
  if (!isValues(body)) return 'no statistics that is known'
  if ('key' in body && Object.keys(body).length === 1) return []
  if ('entry_id' in body) return [{ object: 'row', rows: [{ raw: body, spot: '' }] }]
  return `Mango answered with an error: ${toText(body.code) ?? toText(body.result) ?? ''} ${toText(body.message) ?? ''}`.trim()
}

type Row = Parsed<schema.MangoRow>

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const rows = desk.read('row', schema.row, 'touches')
  const calls = Map.groupBy(rows, ({ value }) => value.entry_id ?? [value.start, value.from_number, value.to_number].join(' '))
  for (const [id, list] of calls) putRows(desk, id, list, known)
  return desk.result()
}

const byStart = (a: Row, b: Row) => (a.value.start ?? 0) - (b.value.start ?? 0)
const talkOf = ({ answer, finish }: schema.MangoRow) => ((answer ?? 0) > 0 ? Math.max((finish ?? 0) - answer!, 0) : 0)

function putRows(desk: MappingDesk, id: string, list: readonly Row[], known: Known): void {
  const rows = list.toSorted(byStart)
  const { value: first, row } = rows[0]!
  const caller = rows.map(({ value }) => value).find(({ from_extension }) => from_extension === null)
  const direction = caller === undefined ? 'out' : 'in'
  const numbers = caller === undefined ? rows.map(({ value }) => value.to_number) : [caller.from_number]
  const phone = numbers.find(isOutside) ?? null
  // Between our own people nothing is sold; a hidden number is a client's.
  if (direction === 'out' && phone === null) return
  const extensionOf = ({ from_extension, to_extension }: schema.MangoRow) => (direction === 'in' ? to_extension : from_extension)
  const talk = rows.filter(({ value }) => talkOf(value) > 0).toSorted((a, b) => talkOf(b.value) - talkOf(a.value))[0]?.value
  const rung = new Set(rows.map(({ value }) => extensionOf(value)).filter((extension) => extension !== null))
  const extension = talk !== undefined ? extensionOf(talk) : rung.size === 1 ? [...rung][0]! : null
  const began = first.create ?? first.start!
  const answers = rows.map(({ value }) => value.answer ?? 0).filter((answer) => answer > 0)
  const waited = answers.length > 0 ? Math.min(...answers) : Math.max(...rows.map(({ value }) => value.finish ?? 0))
  const recording = rows.flatMap(({ value }) => /[^[\],\s]+/.exec(value.records ?? '')?.[0] ?? [])[0]
  putCall(
    desk,
    row,
    {
      id,
      at: fromUnix(began),
      direction,
      outcome: talk === undefined ? 'no_answer' : 'answered',
      duration_s: talk === undefined ? 0 : talkOf(talk),
      wait_s: Math.max(waited - began, 0),
      phone,
      line: rows.map(({ value }) => value.line_number).find((line) => line !== null && line !== phone) ?? null,
      agent: extension === null ? null : { extension },
      recording_url: recording === undefined ? null : `${RECORDING}${recording}/play/`,
      extra: { disconnect_reason: rows.at(-1)!.value.disconnect_reason },
    },
    known,
  )
}
