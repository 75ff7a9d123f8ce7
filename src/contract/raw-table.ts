// What a reader of files hands to the warehouse: one kind of record from one file, values as they were written.
import type { RecordKind } from './records/record-kind.ts'
import type { ColumnStyle } from './records/value-forms.ts'

export type RawCell = string | null

/** A row as it stands in its file. `broken` = could not be taken apart at all; its cells are then empty. */
export type RawRow = { line: number; cells: readonly RawCell[]; extra?: Readonly<Record<string, string>>; broken?: RawBreak }
export type RawBreak = { column: string; value: string; reason: string }

/** Rows as text. Cells stand in the order of `columns`; what is no column of the kind stands in `extra`. */
export type TextTable = {
  form: 'text'
  kind: string
  /** Name in answers and quarantine; null for records sent by API, whose `line` is their index. */
  file: string | null
  columns: readonly string[]
  styles: Readonly<Record<string, ColumnStyle>>
  /** Columns whose every value is an instant as programs write it, if that was looked at: read in fewer steps, to the same values. */
  instants?: ReadonlySet<string>
  /** Where a value came from, when the file calls its column otherwise: said in the quarantine. */
  headers?: Readonly<Record<string, string>>
  /** Number of rows, counted by the first look. */
  rows: number
  /** Where a row stands in its file and how it came, when `line` is only its number in the table. */
  origin?: (line: number) => { file: string; line: number; raw: unknown }
  /** The rows in batches; can be asked for again. */
  read: () => AsyncIterable<readonly RawRow[]> | Iterable<readonly RawRow[]>
}

/** How a column of a Parquet file holds its values. */
export type ParquetForm = 'text' | 'texts' | 'int' | 'float' | 'decimal' | 'bool' | 'instant' | 'local' | 'date'
/** `path` = its name in the file; `column` = the record's column, or null when it is kept under `extra`. */
export type ParquetColumn = { path: string; form: ParquetForm; column: string | null; style: ColumnStyle }

export type ParquetTable = { form: 'parquet'; kind: string; file: string; path: string; columns: readonly ParquetColumn[]; rows: number }

export type RawTable = TextTable | ParquetTable

/** A JSON value as the text of a cell; null when it is none. */
export function toCell(value: unknown): RawCell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(';')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const INSTANT = /^(?:19[7-9]|20\d|21\d)\d-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/

function isInstant(cell: RawCell | undefined): boolean {
  if (cell === null || cell === undefined || cell === '') return true
  if (!INSTANT.test(cell)) return false
  const dayMs = Date.parse(`${cell.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(cell.slice(0, 10))
}

/** Columns that hold nothing but instants such as 2026-03-05T10:20:30.500Z. */
export const instantColumns = (columns: readonly string[], rows: readonly RawRow[]): ReadonlySet<string> =>
  new Set(columns.filter((_, at) => rows.every(({ cells }) => isInstant(cells[at]))))

/** Columns a kind can be sent with: its own, an id in place of its key, and those of every record. */
export function sendableColumns(kind: RecordKind): readonly string[] {
  return [...new Set([...kind.columns.map(({ name }) => name), 'id', 'updated_at', 'deleted'])]
}

/** A row of JSON, taken apart: the kind's columns in order, everything else that is known as extra. */
export function toRawRow(columns: readonly string[], types: ReadonlyMap<string, string>, record: unknown, line: number): RawRow {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    return { line, cells: [], broken: { column: '', value: JSON.stringify(record).slice(0, 200), reason: 'not a record: write an object' } }
  const values = record as Readonly<Record<string, unknown>>
  const cells = columns.map((name) =>
    types.get(name) === 'json' && typeof values[name] === 'object' && values[name] ? JSON.stringify(values[name]) : toCell(values[name]),
  )
  const own = new Set(columns)
  const rest = Object.entries(values)
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => [name, (toCell(value) ?? '').trim()] as const)
    .filter(([, value]) => value !== '')
  return { line, cells, extra: Object.fromEntries(rest) }
}

/** Records of one kind sent as JSON. `line` is the index; only the columns that occur are read. */
export function tableOfRecords(kind: RecordKind, records: readonly unknown[]): TextTable {
  const used = new Set(records.flatMap((record) => (typeof record === 'object' && record !== null ? Object.keys(record) : [])))
  const columns = sendableColumns(kind).filter((name) => used.has(name))
  const types = new Map(kind.columns.map(({ name, type }) => [name, type]))
  const rows = records.map((record, index) => toRawRow(columns, types, record, index))
  const instants = instantColumns(columns, rows)
  return { form: 'text', kind: kind.name, file: null, columns, styles: {}, instants, rows: rows.length, read: () => [rows] }
}
