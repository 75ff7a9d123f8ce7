// Takes in records sent as JSON: stored when this returns, the facts brought up to them too.
import type { IngestAnswer } from '../contract/imports.ts'
import { tableOfRecords } from '../contract/raw-table.ts'
import { findRecordKind } from '../contract/records/kinds.ts'
import type { RecordBatch } from '../contract/records/schema.ts'
import { OWN_SOURCE } from '../contract/script-edits.ts'
import { checkKinds, ingest } from '../warehouse/ingest/ingest.ts'
import { deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'
import { checkSource, findWritten, inTurn, keepQuarantine, listWaiting, noteWritten, openWriting } from './write-records.ts'

type IngestCall = {
  workspace: string | null
  now: Date
  batch: RecordBatch
  /** Written by the program itself, which the demo company takes in too. */
  isOwn?: boolean
  /** The answer does not wait for the facts; the page is told when they are there. */
  isQuick?: boolean
}

/** Who may is decided at the door. */
export async function ingestRecords(
  house: House,
  { workspace, now, batch, isOwn = false, isQuick = false }: IngestCall,
): Promise<IngestAnswer> {
  checkSource(batch.source)
  checkKinds(batch.records)
  const { id } = isOwn && workspace !== null ? { id: workspace } : await findWritten(house, workspace)
  const writing = await openWriting(house, {
    id,
    source: batch.source,
    kind: isOwn && batch.source === OWN_SOURCE ? OWN_SOURCE : 'api',
    now,
  })
  const answer = await inTurn(house, writing.workspace.num, async () => {
    const waiting: Record<string, string[]> = {}
    for (const kind of Object.keys(batch.records)) waiting[kind] = await listWaiting(house, writing, kind)
    const { kinds } = await ingest(house.warehouse, { ...writing.target, records: batch.records, nowMs: now.getTime(), waiting })
    for (const [kind, result] of Object.entries(kinds)) {
      await keepQuarantine(house, writing, tableOfRecords(findRecordKind(kind)!, []), result, now)
    }
    await noteWritten(house, writing, now)
    return sumUp(kinds)
  })
  const facts = deriveFacts(house, { workspace: id })
  // What fails here stays open and is derived with the next records.
  if (isQuick) void Promise.allSettled([facts])
  else await facts
  return answer
}

function sumUp(kinds: Awaited<ReturnType<typeof ingest>>['kinds']): IngestAnswer {
  const results = Object.values(kinds)
  return {
    accepted: results.reduce((sum, { accepted }) => sum + accepted, 0),
    unchanged: results.reduce((sum, { unchanged }) => sum + unchanged, 0),
    quarantined: Object.entries(kinds).flatMap(([kind, { problems }]) =>
      problems.map(({ line, column, value, reason }) => ({ kind, index: line, column: column || null, value: value || null, reason })),
    ),
  }
}
