// Tokens of the one-time owner link and the browser sessions made from them. Only hashes are kept; the secret itself and
// its randomness are the caller's.

import { createHash } from 'node:crypto'
import type { StoreDb } from '../client.ts'

/** How tokens and session secrets are kept. They are long and random, so that a plain hash is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Keeps a token. `expiresAt` null = as long as it is not revoked. */
export async function putAccessToken(db: StoreDb, token: { hash: string; createdAt: Date; expiresAt: Date | null }): Promise<void> {
  await db.insertInto('access_tokens').values({ hash: token.hash, created_at: token.createdAt, expires_at: token.expiresAt }).execute()
}

/** Uses up a link's token: true for exactly one caller, while it has not expired. */
export async function spendAccessToken(db: StoreDb, hash: string, now: Date): Promise<boolean> {
  const spent = await db
    .updateTable('access_tokens')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .executeTakeFirst()
  return spent.numUpdatedRows > 0n
}

/** Is the token known and not expired? Spent or not: as a bearer token it goes on working. */
export async function hasAccessToken(db: StoreDb, hash: string, now: Date): Promise<boolean> {
  const found = await db
    .selectFrom('access_tokens')
    .select('hash')
    .where('hash', '=', hash)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .executeTakeFirst()
  return found !== undefined
}

/** How many tokens were ever made and are not expired: 0 = nobody has been let in yet. */
export async function countAccessTokens(db: StoreDb, now: Date): Promise<number> {
  const row = await db
    .selectFrom('access_tokens')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Takes all tokens back. */
export async function deleteAccessTokens(db: StoreDb): Promise<void> {
  await db.deleteFrom('access_tokens').execute()
}
