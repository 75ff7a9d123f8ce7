// Addresses kept by a name: of one person, or of the whole company. A removed one can be brought back.
import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

export type SavedViewRow = { id: number; owner: string; ownerName: string; shared: boolean; name: string; path: string; search: string }

const listedMax = 500
const toRow = (row: Selectable<Tables['saved_views']>): SavedViewRow => ({
  ...{ id: row.id, owner: row.owner, ownerName: row.owner_name, shared: row.shared },
  ...{ name: row.name, path: row.path, search: row.search },
})

/** Those of the person and the shared ones. */
export async function listSavedViews(db: StoreDb, ws: number, owner: string): Promise<SavedViewRow[]> {
  const rows = await db
    .selectFrom('saved_views')
    .selectAll()
    .where('ws', '=', ws)
    .where('removed_at', 'is', null)
    .where((any) => any.or([any('owner', '=', owner), any('shared', '=', true)]))
    .orderBy('name')
    .orderBy('id')
    .limit(listedMax)
    .execute()
  return rows.map(toRow)
}

export async function putSavedView(db: StoreDb, ws: number, view: Omit<SavedViewRow, 'id'>, at: Date): Promise<SavedViewRow> {
  const { owner, ownerName, ...rest } = view
  const row = { ws, owner, owner_name: ownerName, ...rest, created_at: at, removed_at: null }
  return toRow(await db.insertInto('saved_views').values(row).returningAll().executeTakeFirstOrThrow())
}

/** Also a removed one. */
export async function findSavedView(db: StoreDb, ws: number, id: number): Promise<SavedViewRow | null> {
  const row = await db.selectFrom('saved_views').selectAll().where('ws', '=', ws).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toRow(row)
}

/** `at` null brings it back. */
export async function markSavedViewRemoved(db: StoreDb, ws: number, id: number, at: Date | null): Promise<void> {
  await db.updateTable('saved_views').set({ removed_at: at }).where('ws', '=', ws).where('id', '=', id).execute()
}
