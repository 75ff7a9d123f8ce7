// The tables of the records: one per kind, the latest version of each record. Columns follow the contract;
// nothing is interpreted here (facts do that).
import type { Column } from '../contract/records/columns.ts'
import { recordKinds } from '../contract/records/kinds.ts'
import type { RecordKind } from '../contract/records/record-kind.ts'

export type TableColumn = { name: string; type: string }
export type TableDef = {
  name: string
  columns: readonly TableColumn[]
  orderBy: string
  engine: 'replacing' | 'merge'
  isDurable?: boolean
  compactBytes?: number
}

/** How exactly a time is known: as an instant, as a local wall clock, to the day. */
export const timePrecision = { instant: 0, local: 1, day: 2 } as const

const money = 'Decimal(38, 8)'

/** The column of a record in its table: `version` is taken by the engine's own. */
export const storedName = (column: string) => (column === 'version' ? 'version_name' : column)

/** Kinds of which a company has few: references to them repeat. */
const FEW = new Set(['people', 'teams', 'pipelines', 'stages', 'scripts', 'materials'])

/** Of what may be known only by its id, the text of the id is kept beside its key, as `source:id`. */
export const hasText = ({ to = [] }: Column) => to.every((kind) => FEW.has(kind) || kind === 'companies')

/** Columns holding one column of the contract. Unknown is NULL, '' or 0 (a key), never a default. */
function columnsOf(column: Column): TableColumn[] {
  const name = storedName(column.name)
  switch (column.type) {
    case 'text':
      return [{ name, type: 'String' }]
    case 'choice':
      return [{ name, type: 'LowCardinality(String)' }]
    case 'json':
      return [{ name, type: 'String' }]
    case 'list':
      return [{ name, type: 'Array(String)' }]
    case 'ref':
      return [
        { name, type: 'UInt64' },
        ...(hasText(column)
          ? [{ name: `${name}_text`, type: column.to?.every((kind) => FEW.has(kind)) ? 'LowCardinality(String)' : 'String' }]
          : []),
      ]
    case 'refs':
      return [
        { name, type: 'Array(UInt64)' },
        { name: `${name}_text`, type: 'Array(String)' },
      ]
    case 'time':
      return [
        { name, type: column.required ? "DateTime64(3, 'UTC')" : "Nullable(DateTime64(3, 'UTC'))" },
        { name: `${name}_precision`, type: 'UInt8' },
      ]
    case 'day':
      return [{ name, type: 'Date32' }]
    case 'decimal':
      return [{ name, type: `Nullable(${money})` }]
    case 'number':
      return [{ name, type: 'Nullable(Float64)' }]
    case 'bool':
      return [{ name, type: 'Nullable(Bool)' }]
  }
}

/** `rec_leads`, `rec_deals` … */
export const recordTable = (kind: string) => `rec_${kind}`

/** All columns of the table of a kind, in order. */
export function recordColumns(kind: RecordKind): readonly TableColumn[] {
  const id = kind.columns.some((column) => column.name === 'id') ? [] : [{ name: 'id', type: 'String' }]
  return [
    { name: 'ws', type: 'UInt32' },
    { name: 'k', type: 'UInt64' },
    { name: 'source', type: 'LowCardinality(String)' },
    ...id,
    ...kind.columns.flatMap(columnsOf),
    { name: 'extra', type: 'Map(LowCardinality(String), String)' },
    { name: 'updated_at', type: "Nullable(DateTime64(3, 'UTC'))" },
    { name: 'content', type: 'UInt64' },
    { name: 'version', type: 'UInt64' },
    { name: 'is_deleted', type: 'UInt8' },
  ]
}

/** More than an insert of a bulk load makes, so that it syncs one file and not one for each of fifty columns. */
const COMPACT_BYTES = 300_000_000

export const recordTables: readonly TableDef[] = recordKinds.map((kind) => ({
  name: recordTable(kind.name),
  engine: 'replacing',
  orderBy: 'ws, k',
  compactBytes: COMPACT_BYTES,
  columns: recordColumns(kind),
}))
