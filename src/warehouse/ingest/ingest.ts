// The door for records that are in memory: a request, a scenario, a sync. Files go table by table through ingestTable.
import { AppError } from '../../contract/errors.ts'
import { tableOfRecords } from '../../contract/raw-table.ts'
import { findRecordKind, recordKinds } from '../../contract/records/kinds.ts'
import type { Warehouse } from '../client.ts'
import { ingestTable, type TableResult } from './ingest-table.ts'
import { beginRun } from './runs.ts'
import type { Target } from './send-rows.ts'

export type Batch = Target & {
  /** Records by kind. */
  records: Readonly<Record<string, readonly unknown[]>>
  nowMs: number
  /** Ids that stand in the quarantine, by kind. */
  waiting?: Readonly<Record<string, readonly string[]>>
}

export type Ingested = { run: number; kinds: Readonly<Record<string, TableResult>> }

/** Throws bad_input for a kind that does not exist. */
export function checkKinds(records: Batch['records']): void {
  const unknown = Object.keys(records).filter((name) => findRecordKind(name) === undefined)
  if (unknown.length === 0) return
  throw new AppError('bad_input', `No such kind of record: ${unknown.join(', ')}`, {
    path: 'records',
    hint: `The kinds are ${recordKinds.map(({ name }) => name).join(', ')}`,
  })
}

/** Takes a batch in as one run. */
export async function ingest(warehouse: Warehouse, batch: Batch): Promise<Ingested> {
  checkKinds(batch.records)
  const { run, listed } = await beginRun(warehouse, batch.ws, batch.nowMs)
  // Waited for where records are written; who fails before that leaves it to itself.
  void Promise.allSettled([listed])
  const kinds: Record<string, TableResult> = {}
  for (const [name, records] of Object.entries(batch.records)) {
    if (records.length === 0) continue
    const waiting = batch.waiting?.[name] ?? []
    kinds[name] = await ingestTable(warehouse, batch, { run }, tableOfRecords(findRecordKind(name)!, records), { waiting, listed })
  }
  await listed
  return { run, kinds }
}
