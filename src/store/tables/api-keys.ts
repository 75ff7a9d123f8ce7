// API keys of a workspace by the hash of their secret, each with a role and perhaps an end.

import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'
import type { Grant } from './users.ts'

export type ApiKey = Grant & {
  id: number
  ws: number
  name: string
  createdAt: Date
  createdBy: string
  expiresAt: Date | null
  lastUsedAt: Date | null
}

const LISTED_MAX = 1_000
/** The last use is known to the minute: not every request writes. */
const SEEN_MS = 60_000

export async function putApiKey(db: StoreDb, key: Omit<ApiKey, 'id' | 'lastUsedAt'> & { hash: string }): Promise<ApiKey> {
  const { hash, ws, name, role, person, teams, createdAt, createdBy, expiresAt } = key
  const row = await db
    .insertInto('api_keys')
    .values({
      ...{ hash, ws, name, role, person, teams: JSON.stringify(teams) },
      ...{ created_at: createdAt, created_by: createdBy, expires_at: expiresAt },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toApiKey(row)
}

/** One that is known and not expired; notes that it was used. */
export async function findApiKey(db: StoreDb, hash: string, now: Date): Promise<ApiKey | null> {
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('hash', '=', hash)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .executeTakeFirst()
  if (!row) return null
  const isStale = row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > SEEN_MS
  if (isStale) await db.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', row.id).execute()
  return toApiKey(row)
}

/** All of them, latest first, the expired ones too. */
export async function listApiKeys(db: StoreDb, ws: number): Promise<ApiKey[]> {
  const rows = await db.selectFrom('api_keys').selectAll().where('ws', '=', ws).orderBy('id', 'desc').limit(LISTED_MAX).execute()
  return rows.map(toApiKey)
}

export async function deleteApiKey(db: StoreDb, ws: number, id: number): Promise<void> {
  await db.deleteFrom('api_keys').where('ws', '=', ws).where('id', '=', id).execute()
}

function toApiKey(row: Selectable<Tables['api_keys']>): ApiKey {
  const { id, ws, name, role, person, teams } = row
  return {
    ...{ id, ws, name, role, person, teams },
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  }
}
