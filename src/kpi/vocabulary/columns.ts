// The forms a column of a fact can take. The warehouse makes its tables from them, the catalogue checks its
// expressions against them.

/**
 * - key: hashed id of a record, 0 = unknown · text: '' = unknown · moment: an instant, null = has not happened or unknown
 * - seconds, amount, count: numbers, null = unknown · flag: true or false, never unknown
 * - moments, keys, amounts, seconds_list, texts: lists that run in parallel with one another; a moment that has not happened is 2200 there
 * - extra: unknown columns of the source by name
 */
export type FactColumnType =
  | 'key'
  | 'text'
  | 'moment'
  | 'seconds'
  | 'amount'
  | 'count'
  | 'flag'
  | 'moments'
  | 'keys'
  | 'amounts'
  | 'seconds_list'
  | 'texts'
  | 'extra'

export type FactColumn = { name: string; type: FactColumnType; doc: string }

export type Fact = {
  name: string
  doc: string
  /** Kind shown in the list of records behind a figure, and its columns of identity. */
  record: { kind: string; source: string; id: string }
  /** Column that places a row in time: the sort order, and the axis of a KPI that names none. */
  axis: string
  /**
   * Cases come to an end: rows are sorted by the month of `column`, 2200 while open, so that what is long over is not read.
   * `within` = moments that never lie after it; `while` = flags that hold, and moments that have not come, only before it.
   */
  over?: { column: string; within: readonly string[]; while: readonly string[] }
  /** Known to the day only: it has no hour. */
  wholeDays?: boolean
  /** Column of the person an event is credited to, when a KPI names none; '' = it is nobody's. */
  credit: string
  /** Key columns (besides the month of the axis). */
  key: readonly string[]
  columns: readonly FactColumn[]
  /**
   * Without a table of its own: one row for each entry of parallel lists of another fact (own column → list column; no list: its rows),
   * and for each material of the company, in this column, or for each calendar month begun after that of a moment, where it says so.
   */
  entries?: { of: string; lists: Readonly<Record<string, string>>; across?: string; monthsAfter?: string }
  /** Without a table of its own: made at the question (kpi/journey-sql.ts, kpi/expense-sql.ts). */
  made?: 'credits' | 'sales' | 'leads' | 'expenses'
}

const make =
  (type: FactColumnType) =>
  (name: string, doc: string): FactColumn => ({ name, type, doc })

export const key = make('key')
export const text = make('text')
export const moment = make('moment')
export const seconds = make('seconds')
export const amount = make('amount')
export const count = make('count')
export const flag = make('flag')
export const moments = make('moments')
export const keys = make('keys')
export const amounts = make('amounts')
export const secondsList = make('seconds_list')
export const texts = make('texts')
export const extra = make('extra')

/** Who or what a case is about: the dimensions every case fact carries. */
export const caseColumns: readonly FactColumn[] = [
  text('source', 'Source of the record'),
  text('id', 'Id of the record in its source'),
  key('party', 'Everything that hangs together: derived together, never shown'),
  key('client', 'Customer: the company, else the contact, else the case itself'),
  key('company', 'Company, for showing'),
  key('contact', 'Contact, for showing'),
  text('channel', 'Channel as the source names it'),
  text('channel_group', 'Channel group by the rules of the workspace'),
  text('origin', 'How the lead came'),
  text('campaign', 'Campaign'),
  text('product', 'Product'),
  text('customer_kind', 'new or repeat'),
  text('region', 'Region of the company'),
  text('industry', 'Industry of the company'),
  text('size', 'Size of the company'),
  text('segment', 'Segment of the company'),
  text('language', 'Language of the lead'),
  extra('extra', 'Columns of the source Rumb does not know'),
]

/** Owners in time: two lists in parallel, first the earliest; owner 0 = nobody. */
export const ownerColumns: readonly FactColumn[] = [
  moments('owner_at', 'Since when each owner'),
  keys('owner_k', 'Owners, in order'),
  key('first_owner', 'First selling owner'),
  moment('first_owner_at', 'When it got its first selling owner'),
]
