// The forms a column of a record can take. From one column description follow the zod schema, the table
// in the warehouse, the reading of text and the documentation.

export type ColumnType =
  | 'text' // trimmed, empty = unknown
  | 'list' // several texts, separated by ;
  | 'ref' // id of another record, `source:id` when it is of another source
  | 'refs' // several references, separated by ;
  | 'time' // ISO 8601, Unix seconds, or a date alone (known to the day)
  | 'day' // a local date
  | 'decimal' // money, quantities, rates: exact
  | 'number' // seconds, positions, scores
  | 'bool' // true/false/1/0/yes/no
  | 'choice' // one of `choices`
  | 'json' // a JSON value kept as text

export type Column = {
  name: string
  type: ColumnType
  /** What the column means, for the documentation and the mapping wizard. */
  doc: string
  required: boolean
  choices?: readonly string[]
  /** Kinds a reference may point at. */
  to?: readonly string[]
}

type Extra = { required?: boolean; choices?: readonly string[]; to?: readonly string[] }

const column = (name: string, type: ColumnType, doc: string, extra: Extra = {}): Column => ({ name, type, doc, required: false, ...extra })

export const text = (name: string, doc: string, extra: Extra = {}) => column(name, 'text', doc, extra)
export const list = (name: string, doc: string) => column(name, 'list', doc)
export const ref = (name: string, to: string | readonly string[], doc: string, extra: Extra = {}) =>
  column(name, 'ref', doc, { ...extra, to: typeof to === 'string' ? [to] : to })
export const refs = (name: string, to: string, doc: string) => column(name, 'refs', doc, { to: [to] })
export const time = (name: string, doc: string, extra: Extra = {}) => column(name, 'time', doc, extra)
export const day = (name: string, doc: string, extra: Extra = {}) => column(name, 'day', doc, extra)
export const decimal = (name: string, doc: string, extra: Extra = {}) => column(name, 'decimal', doc, extra)
export const number = (name: string, doc: string, extra: Extra = {}) => column(name, 'number', doc, extra)
export const bool = (name: string, doc: string) => column(name, 'bool', doc)
export const choice = (name: string, choices: readonly string[], doc: string, extra: Extra = {}) =>
  column(name, 'choice', doc, { ...extra, choices })
export const json = (name: string, doc: string) => column(name, 'json', doc)

export const required = { required: true } as const
