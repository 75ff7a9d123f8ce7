// Adds to what a system tells what it does not tell itself: changes seen by comparing cards with what was known, and what has gone.
import { AppError } from '../contract/errors.ts'
import { cardsOf, type Snapshot, snapshotName, tellChanges } from '../sources/snapshot-diff.ts'
import type { Mapped, MappedRecord, Source, SyncBatch } from '../sources/source.ts'
import { findNumberedIds, findSnapshots } from '../warehouse/find-snapshots.ts'
import type { House } from './open-house.ts'

type Given = { ws: number; source: string; unseen: Source['unseen']; seenAt: Date | null }

/** More than so many gone at once, and more than this share: rather a right was taken away. */
const GONE_MAX = 20
const GONE_SHARE_MAX = 0.2

/** Throws source_unavailable when too much has gone at once to be believed. */
export async function completeBatch(house: House, given: Given, mapped: Mapped, { present = [] }: SyncBatch): Promise<Mapped> {
  const { ws, source, unseen = {}, seenAt } = given
  const gone: MappedRecord[] = []
  for (const one of present) gone.push(...(await findGone(house, given, one)))
  if (Object.keys(unseen).length === 0) return { records: [...mapped.records, ...gone], refused: mapped.refused }
  const before = new Map<string, Snapshot>()
  for (const [kind, ids] of cardsOf(mapped, unseen)) {
    const stored = await findSnapshots(house.warehouse, { ws, source, kind, ids })
    for (const { id, ...snapshot } of stored) before.set(snapshotName(kind, id), snapshot)
  }
  const told = tellChanges(mapped, { before, unseen, seenAt: seenAt?.toISOString() ?? null })
  return { records: [...told.records, ...gone], refused: told.refused }
}

async function findGone(
  house: House,
  { ws, source }: Given,
  { kind, ids, at }: NonNullable<SyncBatch['present']>[number],
): Promise<MappedRecord[]> {
  const known = await findNumberedIds(house.warehouse, { ws, source, kind })
  const missing = known.filter((id) => !ids.has(id))
  if (missing.length > GONE_MAX && missing.length > known.length * GONE_SHARE_MAX)
    throw new AppError('source_unavailable', `${missing.length} of ${known.length} ${kind} are no longer shown by ${source}.`, {
      hint: 'Check the rights of the user whose token it is.',
    })
  return missing.map((id) => ({
    ...{ kind, values: { id, deleted: true, updated_at: at.toISOString() } },
    row: { raw: { id }, file: 'present', line: 1, spot: '', about: {} },
  }))
}
