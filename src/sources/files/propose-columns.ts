// Proposes how a foreign table becomes records: the kind, the columns by their headers, values by their words. Pure; what it
// is not sure of it leaves open and says so.
import { AppError } from '../../contract/errors.ts'
import type { RawCell } from '../../contract/raw-table.ts'
import type { Column } from '../../contract/records/columns.ts'
import { findRecordKind } from '../../contract/records/kinds.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import * as forms from '../../contract/records/value-forms.ts'
import { headerWords, titleWords } from './header-words.ts'
import { findKindByTitle } from './plan-table.ts'
import { ColumnLook } from './settle-styles.ts'
import { findChoice, noWords, valueWords, yesWords } from './value-words.ts'

export type Sample = { title: string; headers: readonly string[]; rows: readonly (readonly RawCell[])[] }
export type ProposedColumn = {
  column: string
  header: string
  /** Value in the file → value of the record; null = no word told. */
  values?: Readonly<Record<string, string | null>>
  /** What the values say may be read two ways: the key to be set and an example. */
  open?: { key: 'dates' | 'decimals'; example: string }
  /** Found by its values, not by its header. */
  isByValues?: boolean
}
export type Proposal = {
  kind: RecordKind
  columns: readonly ProposedColumn[]
  constants: Readonly<Record<string, string>>
  currency: string | undefined
  missing: readonly Column[]
  unmapped: readonly string[]
}

const FEW = 30

export function proposeColumns(sample: Sample, wanted: string | undefined): Proposal {
  const kind = wanted === undefined ? guessKind(sample) : findRecordKind(wanted)
  if (kind === undefined) throw new AppError('bad_usage', `No such kind of record: ${wanted}`, { path: '--kind' })
  const byHeader = matchHeaders(sample.headers, kind)
  const withOutcome = kind.name === 'deals' ? addOutcome(byHeader, sample) : byHeader
  const order = kind.columns.map(({ name }) => name)
  const columns = addByValues(withOutcome, sample, kind)
    .map((proposed) => addDetails(proposed, sample, kind))
    .sort((a, b) => order.indexOf(a.column) - order.indexOf(b.column))
  const constants: Record<string, string> =
    kind.name === 'touches' && !columns.some(({ column }) => column === 'kind') ? { kind: 'call' } : {}
  const taken = new Set([...columns.map(({ column }) => column), ...Object.keys(constants)])
  const used = new Set(columns.map(({ header }) => header))
  return {
    kind,
    columns,
    constants,
    currency: taken.has('currency') ? undefined : findCurrency(columns, sample),
    missing: kind.columns.filter(({ name, required }) => required && !taken.has(name)),
    unmapped: sample.headers.filter((header) => header !== '' && !used.has(header)),
  }
}

function guessKind(sample: Sample): RecordKind {
  const named = findKindByTitle(sample.title)
  if (named !== undefined) return named
  const title = sample.title.toLowerCase()
  const scored = Object.keys(headerWords).map((name) => {
    const kind = findRecordKind(name)!
    const hits = matchHeaders(sample.headers, kind)
    const needed = kind.columns.filter(({ name: column, required }) => required && hits.some((hit) => hit.column === column)).length
    const isTold = titleWords[name]?.some((word) => title.includes(word)) === true
    return { kind, score: hits.length + needed * 2 + (isTold ? 4 : 0) }
  })
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  if (best.score >= 3) return best.kind
  throw new AppError('bad_input', 'What this table holds cannot be told from its headers', {
    hint: `Say it: --kind ${Object.keys(headerWords).join('|')}`,
  })
}

const plain = (header: string) =>
  header
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^(deal|lead|contact|person|organization|company|сделка|лид|контакт|компания)\s+-\s+/, '')
    .replace(/\(.*?\)|\[.*?\]/g, ' ')
    .replace(/[^\p{L}\p{N}№]+/gu, ' ')
    .trim()

/** Each column takes its surest header, each header serves one column. */
function matchHeaders(headers: readonly string[], kind: RecordKind): ProposedColumn[] {
  const words = headerWords[kind.name] ?? {}
  const own = kind.columns.map(({ name }) => name)
  const candidates = [...new Set([...own, ...Object.keys(words)])].flatMap((column) => {
    const names = [column.replaceAll('_', ' '), ...(words[column] ?? []).map((word) => word.replaceAll('ё', 'е'))]
    return headers.flatMap((header) => {
      const rank = names.indexOf(plain(header))
      return rank < 0 ? [] : [{ column, header, rank }]
    })
  })
  const taken = { columns: new Set<string>(), headers: new Set<string>() }
  return candidates
    .sort((a, b) => a.rank - b.rank)
    .filter(({ column, header }) => {
      if (taken.columns.has(column) || taken.headers.has(header)) return false
      taken.columns.add(column)
      taken.headers.add(header)
      return true
    })
    .map(({ column, header }) => ({ column, header }))
}

const valuesOf = ({ headers, rows }: Sample, header: string): string[] => {
  const at = headers.indexOf(header)
  return rows.map((row) => row[at]?.trim() ?? '').filter((value) => value !== '')
}

/** The stage or status of a deal usually says how it ended. */
function addOutcome(columns: readonly ProposedColumn[], sample: Sample): ProposedColumn[] {
  if (columns.some(({ column }) => column === 'outcome')) return [...columns]
  const stage = columns.find(({ column }) => column === 'stage_id')
  const source =
    stage ?? sample.headers.map((header) => ({ column: '', header })).find(({ header }) => saysOutcome(valuesOf(sample, header)))
  if (source === undefined || !saysOutcome(valuesOf(sample, source.header))) return [...columns]
  return [...columns, { column: 'outcome', header: source.header, isByValues: true }]
}

function saysOutcome(values: readonly string[]): boolean {
  const different = [...new Set(values)]
  return (
    different.length > 1 &&
    different.length <= FEW &&
    different.some((value) => findChoice(valueWords['deals.outcome']!, value) !== undefined)
  )
}

const isoTime = new RegExp(forms.isoTime)
const dotted = new RegExp(forms.dottedTime)
const slashed = new RegExp(forms.slashedTime)
const isMail = (value: string) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value)
const isPhone = (value: string) => /^\+?[\d\s()-]{9,20}$/.test(value) && value.replace(/\D/g, '').length >= 9
const isTime = (value: string) => isoTime.test(value) || dotted.test(value) || slashed.test(value)
const isMostly = (values: readonly string[], test: (value: string) => boolean) =>
  values.length > 0 && values.filter(test).length / values.length > 0.8

/** A required time, an e-mail or a phone that no header told, when exactly one open column looks like it. */
function addByValues(columns: readonly ProposedColumn[], sample: Sample, kind: RecordKind): ProposedColumn[] {
  const found = [...columns]
  const looks: [string, (value: string) => boolean][] = [
    ...kind.columns
      .filter(({ type, required }) => required && (type === 'time' || type === 'day'))
      .map(({ name }): [string, typeof isTime] => [name, isTime]),
    ...kind.columns.filter(({ name }) => name === 'email').map((): [string, typeof isMail] => ['email', isMail]),
    ...kind.columns.filter(({ name }) => name === 'phone').map((): [string, typeof isPhone] => ['phone', isPhone]),
  ]
  for (const [column, test] of looks) {
    if (found.some((one) => one.column === column)) continue
    const open = sample.headers.filter((header) => header !== '' && !found.some((one) => one.header === header))
    const fitting = open.filter((header) => isMostly(valuesOf(sample, header), test))
    if (fitting.length === 1) found.push({ column, header: fitting[0]!, isByValues: true })
  }
  return found
}

function addDetails(proposed: ProposedColumn, sample: Sample, kind: RecordKind): ProposedColumn {
  const column = kind.columns.find(({ name }) => name === proposed.column)
  const values = valuesOf(sample, proposed.header)
  if (column === undefined || values.length === 0) return proposed
  if (column.type === 'choice') return { ...proposed, ...withValues(column, values, kind.name) }
  if (column.type === 'bool') return { ...proposed, ...withBools(values) }
  const isWritten = ['time', 'day', 'decimal', 'number'].includes(column.type)
  const open = isWritten ? findOpen(column, values, proposed.header) : undefined
  return open === undefined ? proposed : { ...proposed, open }
}

function withValues({ name, choices = [] }: Column, values: readonly string[], kind: string): Pick<ProposedColumn, 'values'> {
  const different = [...new Set(values)].slice(0, FEW)
  if (different.every((value) => choices.includes(value.toLowerCase().replace(/[ -]/g, '_')))) return {}
  const words = valueWords[`${kind}.${name}`] ?? {}
  const meaning = (value: string) =>
    findChoice(words, value) ??
    choices.find((choice) => choice === value.toLowerCase()) ??
    (kind === 'deals' && name === 'outcome' ? 'open' : null)
  return { values: Object.fromEntries(different.map((value) => [value, meaning(value)])) }
}

function withBools(values: readonly string[]): Pick<ProposedColumn, 'values'> {
  const different = [...new Set(values)].slice(0, FEW)
  if (different.every((value) => /^(true|false|1|0|yes|no)$/i.test(value))) return {}
  const meaning = (value: string) =>
    yesWords.includes(value.toLowerCase()) ? 'true' : noWords.includes(value.toLowerCase()) ? 'false' : null
  return { values: Object.fromEntries(different.map((value) => [value, meaning(value)])) }
}

function findOpen({ type }: Column, values: readonly string[], header: string): ProposedColumn['open'] {
  const look = new ColumnLook(header, type)
  for (const value of values) look.add(value)
  const example = look.unsettled()
  return example === undefined ? undefined : { key: type === 'time' || type === 'day' ? 'dates' : 'decimals', example }
}

const SIGNS: Readonly<Record<string, string>> = {
  '₴': 'UAH',
  грн: 'UAH',
  $: 'USD',
  '€': 'EUR',
  '₽': 'RUB',
  руб: 'RUB',
  '₸': 'KZT',
  zł: 'PLN',
  '£': 'GBP',
}

function findCurrency(columns: readonly ProposedColumn[], sample: Sample): string | undefined {
  const amount = columns.find(({ column }) => column === 'amount')
  if (amount === undefined) return undefined
  const written = `${amount.header} ${valuesOf(sample, amount.header).slice(0, 20).join(' ')}`.toLowerCase()
  return Object.entries(SIGNS).find(([sign]) => written.includes(sign))?.[1]
}
