// Syncs a connected system: part by part, each taken in whole and its place kept, so that a sync that was cut off goes on where it
// stopped. One at a time for a source, whatever process runs it.
import { AppError } from '../contract/errors.ts'
import type { ImportNews } from '../contract/imports.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import type { Clock } from '../sources/http-client.ts'
import { toTables } from '../sources/open-raw.ts'
import type { SyncBatch } from '../sources/source.ts'
import { findConnection, keepSecret, noteProgress } from '../store/tables/connections.ts'
import { withSyncLock } from '../store/writer-lock.ts'
import { findExtensions } from '../warehouse/find-extensions.ts'
import { completeBatch } from './complete-batch.ts'
import { findLinked, sealedFor, wallClock } from './connect-source.ts'
import { deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'
import { sealSecret, unsealSecret } from './seal-secret.ts'
import { type Taken, takeRaw } from './take-raw.ts'
import { openWriting } from './write-records.ts'

type Call = { workspace: string; now: Date; clock?: Clock; onNews?: (news: ImportNews) => void }
type Answer = ResourceOutput<'sync'>

export const syncOnAsk = (house: House, { workspace, now }: Call, input: ResourceInput<'sync'>): Promise<Answer> =>
  syncSource(house, { workspace, now }, input)

/** Errors: not_found for a source that is not connected, busy while another sync runs, source_unavailable; the last is kept with the source. */
export async function syncSource(house: House, call: Call, { id, since }: ResourceInput<'sync'>): Promise<Answer> {
  const { num } = await resolveWorkspace(house, call.workspace)
  const [done] = await Promise.allSettled([
    withSyncLock(house.store.db, { ws: num, source: id }, () => run(house, call, { num, id, since })),
  ])
  if (done.status === 'fulfilled') return done.value
  if (done.reason instanceof AppError && done.reason.code === 'source_unavailable')
    await noteProgress(house.store.db, num, id, { error: done.reason.message, errorAt: call.now })
  throw done.reason
}

async function run(house: House, call: Call, { num, id, since }: { num: number; id: string; since: string | undefined }): Promise<Answer> {
  const { db } = house.store
  const connection = await findConnection(db, num, id)
  if (connection === null)
    throw new AppError('not_found', `${id} is not connected.`, { path: 'id', hint: '`rumb connect` connects a system.' })
  const { clock = wallClock, now, onNews = () => undefined } = call
  const { link, map, unseen } = findLinked(connection.system)
  const token = unsealSecret(house.dataDir, connection.secret, sealedFor(num, id))
  const keep = (next: string) => keepSecret(db, num, id, sealSecret(house.dataDir, next, sealedFor(num, id)))
  const client = link.open({ address: connection.address, token, clock, keep })
  const total: Answer = { source: id, answers: 0, accepted: 0, unchanged: 0, quarantined: 0 }
  const writing = await openWriting(house, { id: call.workspace, source: id, kind: connection.system, now })
  const about = { ws: num, source: id, unseen, seenAt: connection.syncedAt }
  const take = async (batch: SyncBatch): Promise<void> => {
    const { answers, state, completeFrom } = batch
    const extensions = await findExtensions(house.warehouse, { ws: num, source: id })
    const { currency } = writing.workspace.settings
    const mapped = await completeBatch(house, about, map(answers, { extensions, currency }), batch)
    const taken: Taken = await takeRaw(house, writing, { ...toTables(mapped), now })
    total.answers += answers.length
    for (const key of ['accepted', 'unchanged', 'quarantined'] as const) total[key] += taken[key]
    await noteProgress(db, num, id, { state, completeFrom })
    onNews({ step: `${id}: true since ${completeFrom?.toISOString().slice(0, 10) ?? 'the beginning'}`, done: total.answers, total: null })
  }
  for await (const batch of link.fetch(client, connection.state, since === undefined ? null : new Date(since))) await take(batch)
  await noteProgress(db, num, id, { syncedAt: now, error: null, errorAt: null })
  await deriveFacts(house, { workspace: call.workspace })
  return total
}
