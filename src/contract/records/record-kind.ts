// What a kind of record is: its name, what names one of its records, its columns.
import type { Column } from './columns.ts'

export type RecordKind = {
  /** Plural name: the file's name, the key in JSON, the table `rec_<name>`. */
  name: string
  /** Columns that name a record when the kind has no `id`, or none was sent. */
  key: readonly string[]
  columns: readonly Column[]
  doc: string
}
