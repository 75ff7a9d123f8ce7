// Keys of sites: which workspace the visits of a tracker belong to.
import type { StoreDb } from '../client.ts'

export async function findSiteKey(db: StoreDb, ws: number): Promise<string | null> {
  const row = await db.selectFrom('site_keys').select('key').where('ws', '=', ws).executeTakeFirst()
  return row?.key ?? null
}

/** The workspace of a key; null = no such key. */
export async function findSite(db: StoreDb, key: string): Promise<{ id: string; num: number } | null> {
  const row = await db
    .selectFrom('site_keys')
    .innerJoin('workspaces', 'workspaces.num', 'site_keys.ws')
    .select(['workspaces.id', 'workspaces.num'])
    .where('site_keys.key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

/** The earlier key of the workspace is worth nothing any more. */
export async function putSiteKey(db: StoreDb, ws: number, key: string, at: Date): Promise<void> {
  await db
    .insertInto('site_keys')
    .values({ ws, key, created_at: at })
    .onConflict((conflict) => conflict.column('ws').doUpdateSet({ key, created_at: at }))
    .execute()
}
