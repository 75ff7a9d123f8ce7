// What the address keeps: period, comparison, filters and what is open. Plain names and plain values, so that a link can be read.
import type { AttributionModel, RecordPart } from '../../src/contract/query.ts'
import { defaultPreset, parsePeriod, printPeriod } from './period.ts'

export const filterDimensions = ['person', 'team', 'channel_group'] as const
export type FilterDimension = (typeof filterDimensions)[number]
export const recordParts = ['all', 'numerator', 'denominator', 'pending', 'excluded', 'unpriced'] as const satisfies readonly RecordPart[]
export const comparisons = ['previous', 'year', 'none'] as const
/** The first is what the server takes when none is named. */
export const models = [
  ...(['last_non_direct', 'first', 'last', 'linear', 'time_decay', 'position', 'markov', 'shapley'] as const),
] as const satisfies readonly AttributionModel[]
export type Comparison = (typeof comparisons)[number]

/** Absent keys mean their defaults. `none` as a filter value stands for "unknown". */
export type SearchState = {
  period?: string | undefined
  compare?: Comparison | undefined
  person?: string[] | undefined
  team?: string[] | undefined
  channel_group?: string[] | undefined
  /** KPI whose drawer is open. */
  kpi?: string | undefined
  /** The group whose cell was opened, `dimension=id`; of several dimensions joined by `&`. */
  cell?: string | undefined
  part?: RecordPart | undefined
  /** Days of the figure that was opened, `from..to`, where they are others than the page's. */
  of?: string | undefined
  /** What a page shows first: a league's KPI, a pipeline, a role, a rule, words looked for. */
  show?: string | undefined
  pipeline?: string | undefined
  role?: string | undefined
  rule?: 'reached' | 'strict' | undefined
  /** The month whose plans are shown. */
  month?: string | undefined
  /** The lead or deal that is open, `kind/source:id`. */
  record?: string | undefined
  /** The call that is heard. */
  call?: string | undefined
  /** How sales are credited to channels. */
  model?: AttributionModel | undefined
}

const lists = new Set<string>(filterDimensions)
const sharedKeys = ['period', 'compare', ...filterDimensions] as const

export function parseSearch(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {}
  for (const [key, value] of new URLSearchParams(text)) {
    if (!lists.has(key)) found[key] = value
    else found[key] = [...(Array.isArray(found[key]) ? found[key] : []), value]
  }
  return found
}

export function printSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (Array.isArray(value)) for (const item of value) params.append(key, String(item))
    else if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** Anything may be typed into an address: what is not understood is dropped, defaults are left out. */
export function validateSearch(raw: Record<string, unknown>): SearchState {
  const text = (key: string): string | undefined => (typeof raw[key] === 'string' && raw[key] !== '' ? raw[key] : undefined)
  const many = (key: string): string[] | undefined => {
    const values = [raw[key]].flat().filter((value): value is string => typeof value === 'string' && value !== '')
    return values.length > 0 ? [...new Set(values)].slice(0, 200) : undefined
  }
  const period = printPeriod(parsePeriod(text('period')))
  const compare = comparisons.find((known) => known === text('compare'))
  const state = {
    period: period === defaultPreset ? undefined : period,
    compare: compare === 'previous' ? undefined : compare,
    person: many('person'),
    team: many('team'),
    channel_group: many('channel_group'),
    kpi: text('kpi'),
    cell: text('cell'),
    part: recordParts.find((known) => known === text('part')),
    of: text('of') !== undefined && 'range' in parsePeriod(text('of')) ? text('of') : undefined,
    show: text('show'),
    pipeline: text('pipeline'),
    role: text('role'),
    rule: text('rule') === 'strict' ? ('strict' as const) : undefined,
    record: /^(leads|deals)\/./.test(text('record') ?? '') ? text('record') : undefined,
    call: text('call'),
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(text('month') ?? '') ? text('month') : undefined,
    model: models.slice(1).find((known) => known === text('model')),
  }
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as SearchState
}

/** What goes along when the reader moves to another page. */
export function keepShared(search: SearchState): SearchState {
  return Object.fromEntries(sharedKeys.filter((key) => search[key] !== undefined).map((key) => [key, search[key]])) as SearchState
}

export function closeDrawer({ kpi: _kpi, cell: _cell, part: _part, of: _of, ...rest }: SearchState): SearchState {
  return rest
}

export const unknownMember = 'none'

/** The filters as the server takes them; null = unknown. */
export function askWhere(search: SearchState): Record<string, (string | null)[]> {
  const where: Record<string, (string | null)[]> = {}
  for (const dimension of filterDimensions) {
    const values = search[dimension]
    if (values) where[dimension] = values.map((value) => (value === unknownMember ? null : value))
  }
  for (const [dimension, id] of readCellKey(search.cell)) where[dimension] = [id]
  return where
}

export function cellOf(dimension: string, id: string | null): string {
  return `${dimension}=${id ?? unknownMember}`
}

/** One cell of several dimensions. */
export function cellAcross(...pairs: [dimension: string, id: string | null][]): string {
  return pairs.map(([dimension, id]) => cellOf(dimension, id)).join('&')
}

/** The dimensions and members a cell is of; an id may itself hold any sign. */
export function readCellKey(cell: string | undefined): [dimension: string, id: string | null][] {
  return (cell ?? '').split(/&(?=[a-z_]+=)/).flatMap((pair): [string, string | null][] => {
    const at = pair.indexOf('=')
    const id = pair.slice(at + 1)
    return at > 0 ? [[pair.slice(0, at), id === unknownMember ? null : id]] : []
  })
}
