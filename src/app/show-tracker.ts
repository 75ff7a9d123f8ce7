// The tracker of a workspace: its public key, and what goes into the pages of the site. The key is made when it is first asked for.
import { randomBytes } from 'node:crypto'
import { AppError } from '../contract/errors.ts'
import { TRACKER_SOURCE, type Tracker } from '../contract/visits.ts'
import { findSiteKey, putSiteKey } from '../store/tables/site-keys.ts'
import type { House } from './open-house.ts'
import { DEMO_WORKSPACE, resolveWorkspace } from './resolve-workspace.ts'

type TrackerAsk = { workspace: string; now: Date; origin?: string | null }

/** Throws bad_usage for the demo company, which takes in no records. */
export async function showTracker(house: House, ask: TrackerAsk): Promise<Tracker> {
  const { num, id } = await resolveWorkspace(house, ask.workspace)
  if (id === DEMO_WORKSPACE) throw new AppError('bad_usage', 'The demo company has no site.', { path: 'workspace' })
  const known = await findSiteKey(house.store.db, num)
  return known === null ? renewTracker(house, ask) : print(known, ask)
}

/** Pages with the earlier key send nothing any more. */
export async function renewTracker(house: House, ask: TrackerAsk): Promise<Tracker> {
  const { num, id } = await resolveWorkspace(house, ask.workspace)
  if (id === DEMO_WORKSPACE) throw new AppError('bad_usage', 'The demo company has no site.', { path: 'workspace' })
  const key = randomBytes(12).toString('base64url')
  await putSiteKey(house.store.db, num, key, ask.now)
  return print(key, ask)
}

const print = (key: string, { origin }: TrackerAsk): Tracker => ({
  key,
  snippet: `<script async src="${origin ?? ''}/t.js" data-site="${key}"></script>`,
  source: TRACKER_SOURCE,
})
