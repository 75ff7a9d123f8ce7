// Syncs a connected system: part by part, each taken in whole and its place kept, so that a sync that was cut off goes on where it
// stopped. One at a time for a source, whatever process runs it.
import { AppError } from '../contract/errors.ts'
import type { ImportNews } from '../contract/imports.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import type { Clock } from '../sources/http-client.ts'
import { mapFields } from '../sources/map-fields.ts'
import { toTables } from '../sources/open-raw.ts'
import type { SyncBatch } from '../sources/source.ts'
import { type Connection, findConnection, keepSecret, noteProgress } from '../store/tables/connections.ts'
import { withSyncLock } from '../store/writer-lock.ts'
import { findCorrespondents } from '../warehouse/find-correspondents.ts'
import { findExtensions } from '../warehouse/find-extensions.ts'
import { completeBatch } from './complete-batch.ts'
import { findLinked, sealedFor, wallClock } from './connect-source.ts'
import { deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'
import { rowsReader } from './read-rows.ts'
import { releaseHeap } from './release-heap.ts'
import { resolveWorkspace } from './resolve-workspace.ts'
import { sealSecret, unsealSecret } from './seal-secret.ts'
import { skipRepeated } from './skip-repeated.ts'
import { readTables, TABLES } from './sync-table.ts'
import { type Taken, takeRaw } from './take-raw.ts'
import { forgetFile, openWriting } from './write-records.ts'

type Call = {
  workspace: string
  now: Date
  clock?: Clock
  onNews?: (news: ImportNews) => void
  /** Asked after each part: is it enough for now? The next sync goes on. */
  isEnough?: () => boolean
}
type Answer = ResourceOutput<'sync'>
type Total = Omit<Answer, 'whole'>

/** Waits for the end unless told not to; then the server goes on by itself. */
export async function syncOnAsk(
  house: House,
  { workspace, now }: Call,
  { wait, within_s, ...input }: ResourceInput<'sync'>,
): Promise<Answer> {
  const end = within_s === undefined ? Number.POSITIVE_INFINITY : wallClock.now() + within_s * 1000
  if (wait !== false) return syncSource(house, { workspace, now, isEnough: () => wallClock.now() >= end }, input)
  const { num, id } = await resolveWorkspace(house, workspace)
  await connectionOf(house, num, input.id)
  if (!(await house.syncs.ask({ workspace: id, source: input.id })))
    throw new AppError('bad_usage', 'No server runs here that could sync later.', { path: 'wait' })
  return { source: input.id, answers: 0, accepted: 0, unchanged: 0, quarantined: 0, whole: false }
}

/** Errors: not_found for a source that is not connected, busy while another sync runs, source_unavailable; the last is kept with the source. */
export async function syncSource(house: House, call: Call, ask: { id: string; since?: string | undefined }): Promise<Answer> {
  const { total, isWhole } = await syncPart(house, call, ask)
  return { ...total, whole: isWhole }
}

/** The same; `isWhole` false: it was enough before the end. */
export async function syncPart(
  house: House,
  call: Call,
  { id, since }: { id: string; since?: string | undefined },
): Promise<{ total: Total; isWhole: boolean }> {
  const { num } = await resolveWorkspace(house, call.workspace)
  const [done] = await Promise.allSettled([
    withSyncLock(house.store.db, { ws: num, source: id }, () => run(house, call, { num, id, since })),
  ])
  if (done.status === 'fulfilled') return done.value
  if (done.reason instanceof AppError && done.reason.code === 'source_unavailable') {
    const failures = ((await findConnection(house.store.db, num, id))?.failures ?? 0) + 1
    await noteProgress(house.store.db, num, id, { error: done.reason.message, errorAt: call.now, failures })
  }
  throw done.reason
}

async function connectionOf(house: House, num: number, id: string): Promise<Connection> {
  const connection = await findConnection(house.store.db, num, id)
  if (connection !== null) return connection
  throw new AppError('not_found', `${id} is not connected.`, { path: 'id', hint: '`rumb connect` connects a system.' })
}

/** So long what came in may wait for its facts, so that figures of a long past appear while it is fetched; and so many times as long as
 * deriving took, so that most of the time is left to fetching. */
const DERIVE_MS = 60_000
const DERIVE_TIMES = 9

async function run(house: House, call: Call, { num, id, since }: { num: number; id: string; since: string | undefined }) {
  const { db } = house.store
  const connection = await connectionOf(house, num, id)
  if (connection.system === TABLES) return runTables(house, call, { num, id, since, connection })
  const { clock = wallClock, now, onNews = () => undefined, isEnough = () => false } = call
  const { link, map, unseen, isMail } = findLinked(connection.system)
  const token = unsealSecret(house.dataDir, connection.secret, sealedFor(num, id))
  let sealed = connection.secret
  const keep = async (next: string) => {
    const [before, secret] = [sealed, sealSecret(house.dataDir, next, sealedFor(num, id))]
    await keepSecret(db, num, id, { before, secret })
    sealed = secret
  }
  const client = link.open({ address: connection.address, token, clock, keep, readRows: rowsReader(house) })
  const total: Total = { source: id, answers: 0, accepted: 0, unchanged: 0, quarantined: 0 }
  const writing = await openWriting(house, { id: call.workspace, source: id, kind: connection.system, now })
  const about = { ws: num, source: id, unseen, seenAt: connection.syncedAt }
  // Letters of nobody who is known are read and forgotten.
  const known = isMail === true ? { correspondents: await findCorrespondents(house.warehouse, num) } : {}
  const extensions = await findExtensions(house.warehouse, { ws: num, source: id })
  const onlyNew = skipRepeated()
  const take = async (batch: SyncBatch): Promise<void> => {
    const { answers, state, completeFrom } = batch
    const { currency, fields } = writing.workspace.settings
    const read = mapFields(map(answers, { ...known, extensions, currency }), fields[id])
    const mapped = await completeBatch(house, about, onlyNew(read), batch)
    const taken: Taken = await takeRaw(house, writing, { ...toTables(mapped, { byKind: true }), now })
    total.answers += answers.length
    for (const key of ['accepted', 'unchanged', 'quarantined'] as const) total[key] += taken[key]
    await noteProgress(db, num, id, { state, completeFrom, progress: countsOf(total) })
    onNews({ step: `${id}: true since ${completeFrom?.toISOString().slice(0, 10) ?? 'the beginning'}`, done: total.answers, total: null })
  }
  await noteProgress(db, num, id, { startedAt: now, progress: countsOf(total) })
  // By real time: it is people who wait for facts, however fast the source's clock runs.
  let derivedMs = wallClock.now()
  let tookMs = 0
  let isWhole = true
  for await (const batch of link.fetch(client, connection.state, since === undefined ? null : new Date(since))) {
    await take(batch)
    await releaseHeap()
    const begunMs = wallClock.now()
    if (begunMs - derivedMs > Math.max(DERIVE_MS, DERIVE_TIMES * tookMs)) {
      await deriveFacts(house, { workspace: call.workspace })
      derivedMs = wallClock.now()
      tookMs = derivedMs - begunMs
    }
    if (isEnough() || !(await isWanted(house, num, id))) {
      isWhole = batch.completeFrom === null
      break
    }
  }
  await noteProgress(db, num, id, { ...(isWhole ? { syncedAt: now } : {}), error: null, errorAt: null, failures: 0 })
  // Fields were mapped otherwise meanwhile: what was read before that is read again.
  const { settings } = await resolveWorkspace(house, call.workspace)
  if (JSON.stringify(settings.fields[id]) !== JSON.stringify(writing.workspace.settings.fields[id]))
    await noteProgress(db, num, id, { state: {}, syncedAt: null })
  await deriveFacts(house, { workspace: call.workspace })
  return { total, isWhole }
}

const countsOf = ({ source: _source, ...counts }: Total) => counts

/** Neither paused nor disconnected meanwhile. */
async function isWanted(house: House, num: number, id: string): Promise<boolean> {
  const connection = await findConnection(house.store.db, num, id)
  return connection !== null && connection.pausedAt === null
}

type TablesRun = { num: number; id: string; since: string | undefined; connection: Connection }

async function runTables(
  house: House,
  { workspace, now }: Call,
  { num, id, since, connection }: TablesRun,
): Promise<{ total: Total; isWhole: boolean }> {
  const { db } = house.store
  const secret = unsealSecret(house.dataDir, connection.secret, sealedFor(num, id))
  const writing = await openWriting(house, { id: workspace, source: id, kind: TABLES, now })
  const total: Total = { source: id, answers: 0, accepted: 0, unchanged: 0, quarantined: 0 }
  const given = { address: connection.address, secret, state: connection.state, since: since === undefined ? null : new Date(since), now }
  await noteProgress(db, num, id, { startedAt: now, progress: countsOf(total) })
  await readTables(house, given, async ({ tables, state }) => {
    // A table that is read again is judged anew.
    for (const file of new Set(tables.map((table) => table.file))) if (file !== null) await forgetFile(house, writing, file)
    Object.assign(total, { answers: tables.length, ...(await takeRaw(house, writing, { tables, unread: [], now })) })
    await noteProgress(db, num, id, {
      state,
      completeFrom: null,
      syncedAt: now,
      error: null,
      errorAt: null,
      failures: 0,
      progress: countsOf(total),
    })
  })
  await deriveFacts(house, { workspace })
  return { total, isWhole: true }
}
