// Sessions begun by the owner link, by the hash of their cookie. Those of accounts are better-auth's.

import type { StoreDb } from '../client.ts'

/** Keeps a session and sweeps the expired ones. */
export async function putSession(db: StoreDb, session: { hash: string; createdAt: Date; expiresAt: Date }): Promise<void> {
  const { hash, createdAt, expiresAt } = session
  await db.deleteFrom('sessions').where('expires_at', '<=', createdAt).execute()
  await db.insertInto('sessions').values({ hash, created_at: createdAt, expires_at: expiresAt }).execute()
}

export async function hasSession(db: StoreDb, hash: string, now: Date): Promise<boolean> {
  const found = await db.selectFrom('sessions').select('hash').where('hash', '=', hash).where('expires_at', '>', now).executeTakeFirst()
  return found !== undefined
}

export async function deleteSession(db: StoreDb, hash: string): Promise<void> {
  await db.deleteFrom('sessions').where('hash', '=', hash).execute()
}

/** Ends all of them. */
export async function deleteSessions(db: StoreDb): Promise<void> {
  await db.deleteFrom('sessions').execute()
}
