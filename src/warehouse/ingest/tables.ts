// Tables of the taking in of records: the staging tables, the list of what changed, the runs, the text ids.
import { recordKinds } from '../../contract/records/kinds.ts'
import type { RecordKind } from '../../contract/records/record-kind.ts'
import { hasText, recordColumns, type TableColumn, type TableDef } from '../records.ts'

/** `in_leads` … rows of a run, read and judged, before they are compared with what is there. */
export const stageTable = (kind: string) => `in_${kind}`

const of = {
  ws: { name: 'ws', type: 'UInt32' },
  run: { name: 'run', type: 'UInt64' },
  kind: { name: 'kind', type: 'LowCardinality(String)' },
}
const k = { name: 'k', type: 'UInt64' }

/** References whose text the records do not keep: a dry run shows it. */
export const stageTexts = (kind: RecordKind): TableColumn[] =>
  kind.columns.filter((column) => column.type === 'ref' && !hasText(column)).map(({ name }) => ({ name: `${name}_text`, type: 'String' }))

const stageTables: readonly TableDef[] = recordKinds.map((kind) => ({
  name: stageTable(kind.name),
  engine: 'merge',
  orderBy: 'ws, run, part, k',
  isDurable: false,
  columns: [
    of.ws,
    of.run,
    { name: 'part', type: 'UInt32' },
    { name: 'line_no', type: 'UInt64' },
    ...recordColumns(kind).filter((column) => column.name !== 'ws'),
    ...stageTexts(kind),
    { name: 'problems', type: 'Array(Tuple(column String, value String, reason String))' },
  ],
}))

export const ingestTables: readonly TableDef[] = [
  ...stageTables,
  // `own` = 1: this record changed; 0: a changed record pointed at this one before and does so no longer.
  { name: 'changed', engine: 'merge', orderBy: 'ws, run, kind, k', columns: [of.ws, of.run, of.kind, k, { name: 'own', type: 'UInt8' }] },
  // A run is listed until the facts have followed it. `is_full`: what changed was not listed, everything has to be derived.
  {
    name: 'ingest_runs',
    engine: 'replacing',
    orderBy: 'ws, run',
    columns: [
      of.ws,
      of.run,
      { name: 'is_full', type: 'UInt8' },
      { name: 'version', type: 'UInt64' },
      { name: 'is_deleted', type: 'UInt8' },
    ],
  },
  {
    name: 'ids',
    engine: 'replacing',
    orderBy: 'ws, kind, k',
    columns: [
      of.ws,
      of.kind,
      k,
      { name: 'source', type: 'LowCardinality(String)' },
      { name: 'id', type: 'String' },
      { name: 'version', type: 'UInt64' },
      { name: 'is_deleted', type: 'UInt8' },
    ],
  },
]
