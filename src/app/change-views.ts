// Saved views: an address with a name, of one person or of the company. Holds no figures: what is opened is asked with the reader's rights.
import { AppError } from '../contract/errors.ts'
import type { Viewer } from '../contract/query.ts'
import type { ResourceInput, ResourceOutput } from '../contract/resources.ts'
import { managers, type Role } from '../contract/roles.ts'
import type { SavedView } from '../contract/saved-views.ts'
import { findSavedView, listSavedViews, markSavedViewRemoved, putSavedView, type SavedViewRow } from '../store/tables/saved-views.ts'
import { type Caller, nameCaller } from './access/caller.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

const viewsMax = 200
const sharers: readonly Role[] = ['owner', 'head', 'lead', 'analyst']

type Ask = { workspace: string; viewer: Viewer; caller: Caller; now: Date }

function ownerOf(caller: Caller): { owner: string; ownerName: string } {
  const { kind, id, name } = nameCaller(caller)
  return { owner: `${kind}:${id ?? ''}`, ownerName: caller.kind === 'user' ? caller.user.name : (name ?? kind) }
}

const mayRemove = ({ caller, viewer }: Ask, row: SavedViewRow) =>
  row.owner === ownerOf(caller).owner || (row.shared && managers.includes(viewer.role))

const shown = (ask: Ask, row: SavedViewRow): SavedView => ({
  ...{ id: row.id, name: row.name, path: row.path, search: row.search, shared: row.shared },
  ...{ by: row.ownerName, may_remove: mayRemove(ask, row) },
})

export async function listViews(house: House, ask: Ask): Promise<ResourceOutput<'views'>> {
  const { num } = await resolveWorkspace(house, ask.workspace)
  const rows = await listSavedViews(house.store.db, num, ownerOf(ask.caller).owner)
  return { views: rows.map((row) => shown(ask, row)) }
}

/** Throws forbidden for a shared one of a role that sees only its own. */
export async function addView(house: House, ask: Ask, input: ResourceInput<'viewAdd'>): Promise<SavedView> {
  if (input.shared && !sharers.includes(ask.viewer.role))
    throw new AppError('forbidden', 'Your role keeps views for itself.', { path: 'shared' })
  const { num } = await resolveWorkspace(house, ask.workspace)
  const { owner, ownerName } = ownerOf(ask.caller)
  const own = (await listSavedViews(house.store.db, num, owner)).filter((row) => row.owner === owner)
  if (own.length >= viewsMax) throw new AppError('bad_input', `At most ${viewsMax} views are kept.`, { path: 'name' })
  return shown(ask, await putSavedView(house.store.db, num, { ...input, owner, ownerName }, ask.now))
}

async function mark(house: House, ask: Ask, id: string, at: Date | null): Promise<Record<string, never>> {
  const { num } = await resolveWorkspace(house, ask.workspace)
  const row = /^\d{1,9}$/.test(id) ? await findSavedView(house.store.db, num, Number(id)) : null
  if (row === null || !mayRemove(ask, row)) throw new AppError('not_found', 'There is no such view of yours.', { path: 'id' })
  await markSavedViewRemoved(house.store.db, num, row.id, at)
  return {}
}

export const removeView = (house: House, ask: Ask, { id }: { id: string }) => mark(house, ask, id, ask.now)
export const restoreView = (house: House, ask: Ask, { id }: { id: string }) => mark(house, ask, id, null)
