// Consents under way: asked of a person, by whom and into which company. What belongs to the application is sealed.
import type { StoreDb } from '../client.ts'

/** `id` is made of the state and cannot be turned back into it. */
export type ConsentRow = { id: string; who: string; workspace: string; secret: string; createdAt: Date }

const WAITING_MAX = 200

/** Notes one, and forgets those that are older than `since`. */
export async function addConsent(db: StoreDb, { id, who, workspace, secret, createdAt }: ConsentRow, since: Date): Promise<void> {
  await db.deleteFrom('consents').where('created_at', '<', since).execute()
  await db.insertInto('consents').values({ id, who, workspace, secret, created_at: createdAt }).execute()
  const old = db.selectFrom('consents').select('id').orderBy('created_at', 'desc').offset(WAITING_MAX)
  await db.deleteFrom('consents').where('id', 'in', old).execute()
}

/** Takes one out, so that it is answered once; null: there is none. */
export async function takeConsent(db: StoreDb, id: string): Promise<ConsentRow | null> {
  const row = await db.deleteFrom('consents').where('id', '=', id).returningAll().executeTakeFirst()
  if (row === undefined) return null
  return { id: row.id, who: row.who, workspace: row.workspace, secret: row.secret, createdAt: row.created_at }
}
