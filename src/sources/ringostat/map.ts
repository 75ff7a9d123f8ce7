// Ringostat: rows of the call log -> touches, and the visits that call tracking knows.
import { MappingDesk, type Parsed } from '../mapping-desk.ts'
import { type Agent, isExtension, isOutside, putCall } from '../put-call.ts'
import type { Answer, Known, Link, Located, Mapped, Source } from '../source.ts'
import { isValues, toText } from '../wire-values.ts'
import { checkRingostat, fetchRingostat, openRingostat, readAddress } from './fetch.ts'
import * as schema from './schema.ts'

const link: Link = { open: openRingostat, check: checkRingostat, fetch: fetchRingostat, readAddress }
export const ringostat: Source = { system: 'ringostat', title: 'Ringostat', map, link }

function locate({ body }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'the answer is no JSON: Ringostat refused or failed'
  const list = Array.isArray(body) ? body : [body]
  if (list.every((raw) => isValues(raw) && 'calldate' in raw))
    return [{ object: 'call', rows: list.map((raw, at) => ({ raw, spot: list.length > 1 ? `[${at}]` : '' })) }]
  const said = isValues(body) ? (toText(body.message) ?? toText(body.error)) : null
  return said === null ? 'no call log that is known' : `Ringostat answered with an error: ${said}`
}

type Row = Parsed<schema.RingostatCall>

function map(answers: readonly Answer[], known: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const rows = desk.read('call', schema.call, 'touches')
  for (const [id, list] of Map.groupBy(rows, ({ value }) => nameOf(value))) putRows(desk, id, list, known)
  return desk.result()
}

/** Exports without `uniqueid` name a call by what no two share. */
const nameOf = ({ uniqueid, calldate, caller, dst }: schema.RingostatCall) => uniqueid ?? [calldate, caller, dst].filter(Boolean).join(' ')

const answered = new Set(['ANSWERED', 'REPEATED', 'PROPER'])
const endings: Readonly<Record<string, string>> = {
  ...{ BUSY: 'busy', FAILED: 'failed', 'FAILED FORBIDDEN DESTINATION': 'failed', VOICEMAIL: 'voicemail' },
}
const wordOf = ({ disposition }: schema.RingostatCall) => disposition!.toUpperCase().replace(/[+_-]/g, ' ').replace(/\s+/g, ' ').trim()
const isTalk = ({ value }: Row) => answered.has(wordOf(value)) && (value.billsec === null || value.billsec > 0)

function putRows(desk: MappingDesk, id: string, rows: readonly Row[], known: Known): void {
  const ordered = rows.toSorted((a, b) => (a.value.calldate! < b.value.calldate! ? -1 : 1))
  const { value: first, row } = ordered[0]!
  if (ordered.some(({ value }) => wordOf(value) === 'IN PROGRESS')) return
  const direction = /^(out|callback)/i.test(first.call_type ?? 'in') ? 'out' : 'in'
  const numbers = direction === 'in' ? [first.caller_number, first.caller] : [first.dst, first.caller_number, first.caller]
  const phone = numbers.find(isOutside) ?? null
  // Between our own people nothing is sold.
  if (phone === null && numbers.some(isExtension)) return
  const talk = ordered.filter(isTalk).toSorted((a, b) => (b.value.billsec ?? 0) - (a.value.billsec ?? 0))[0]
  const agents = new Map(ordered.flatMap((one) => agentOf(one.value) ?? []).map((agent) => [agent.extension, agent]))
  const lines = direction === 'in' ? [first.dst] : [first.caller_number, first.caller]
  putCall(
    desk,
    row,
    {
      id,
      at: first.calldate,
      direction,
      outcome: talk === undefined ? (endings[wordOf(ordered.at(-1)!.value)] ?? 'no_answer') : 'answered',
      duration_s: talk === undefined ? 0 : (talk.value.billsec ?? talk.value.duration ?? 0),
      wait_s: first.waittime,
      phone,
      line: lines.find((number) => isOutside(number) && number !== phone) ?? null,
      agent: talk !== undefined ? agentOf(talk.value) : agents.size === 1 ? [...agents.values()][0]! : null,
      recording_url: ordered.map(({ value }) => value.recording ?? value.recording_wav).find((url) => url !== null),
      extra: { scheme: first.scheme_name, pool: first.pool_name, department: first.department },
      tracking: {
        ...{ visitor: first.client_id, url: first.landing, referrer: first.refferrer, utm_source: first.utm_source },
        ...{ utm_medium: first.utm_medium, utm_campaign: first.utm_campaign, utm_content: first.utm_content, utm_term: first.utm_term },
      },
    },
    known,
  )
}

function agentOf({ employee_number, connected_with, caller, employee_fio }: schema.RingostatCall): Agent | null {
  const extension = [employee_number, connected_with, caller].find(isExtension) ?? employee_number
  return extension === null || extension === undefined || isOutside(extension) ? null : { extension, name: employee_fio }
}
