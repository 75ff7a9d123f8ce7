// What becomes of a source that is there: its syncs are paused or resumed, or all of it is erased for good.
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { noteProgress, removeConnection } from '../store/tables/connections.ts'
import { releaseSource } from '../store/tables/quarantine.ts'
import { listSources, removeSource } from '../store/tables/sources.ts'
import { withSyncLock } from '../store/writer-lock.ts'
import { countRecords, eraseRecords } from '../warehouse/erase-source.ts'
import { markFull, openRun } from '../warehouse/ingest/runs.ts'
import { deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'
import { DEMO_WORKSPACE, resolveWorkspace } from './resolve-workspace.ts'
import { showSource } from './show-source.ts'
import { inTurn } from './write-records.ts'

type Asked = { workspace: string; now: Date; origin?: string | null }

/** A sync that runs ends after the part it is at. Throws not_found for a source that is not connected. */
export async function changeSource(
  house: House,
  ask: Asked,
  { id, paused, every_minutes }: ResourceInput<'sourcePatch'>,
): Promise<ResourceOutput<'sourcePatch'>> {
  const { num, id: workspace } = await resolveWorkspace(house, ask.workspace)
  const given = {
    ...(paused === undefined ? {} : { pausedAt: paused ? ask.now : null }),
    ...(every_minutes === undefined ? {} : { everyMinutes: every_minutes }),
  }
  const isThere = Object.keys(given).length === 0 || (await noteProgress(house.store.db, num, id, given))
  if (!isThere) throw new AppError('not_found', `${id} is not connected.`, { path: 'id' })
  if (paused === false) await house.syncs.ask({ workspace, source: id })
  return showSource(house, ask, { id })
}

/** Errors: not_found; bad_usage for the demo company; busy when a sync that runs does not end within two minutes. */
export async function eraseSource(house: House, ask: Asked, { id }: ResourceInput<'sourceErase'>): Promise<ResourceOutput<'sourceErase'>> {
  const { num: ws, id: workspace } = await resolveWorkspace(house, ask.workspace)
  const { db } = house.store
  if (workspace === DEMO_WORKSPACE) throw new AppError('bad_usage', 'The demo company stays whole.', { path: 'workspace' })
  if (!(await listSources(db, ws)).some((source) => source.id === id))
    throw new AppError('not_found', `There is no source "${id}".`, { path: 'id', hint: '`rumb sources` lists them.' })
  await removeConnection(db, ws, id)
  const erased = await whenSynced(house, { ws, source: id }, () =>
    inTurn(house, ws, async () => {
      const records = await countRecords(house.warehouse, { ws, source: id })
      await markFull(house.warehouse, ws, await openRun(house.warehouse, ws, ask.now.getTime()))
      await eraseRecords(house.warehouse, { ws, source: id })
      await releaseSource(db, ws, id)
      await removeSource(db, ws, id)
      return records
    }),
  )
  await deriveFacts(house, { workspace })
  return { erased }
}

const WAIT_MS = 120_000
const PAUSE_MS = 500

/** A sync that runs ends after the part it is at: its connection is gone. */
async function whenSynced<T>({ store }: House, lock: { ws: number; source: string }, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const [done] = await Promise.allSettled([withSyncLock(store.db, lock, work)])
    if (done.status === 'fulfilled') return done.value
    const isBusy = done.reason instanceof AppError && done.reason.code === 'busy'
    if (!isBusy || waited >= WAIT_MS) throw done.reason
    await sleep(PAUSE_MS)
  }
}
