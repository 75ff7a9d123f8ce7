// Invitation links and links for a new password, by the hash of their secret; each is good once and for a time.

import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'
import type { Grant } from './users.ts'

export type Invitation = Grant & {
  id: number
  ws: number
  email: string | null
  /** Whose password it renews; null = it is an invitation. */
  userId: string | null
  createdAt: Date
  createdBy: string
  expiresAt: Date
}

const LISTED_MAX = 1_000

export async function putInvitation(db: StoreDb, invitation: Omit<Invitation, 'id'> & { hash: string }): Promise<Invitation> {
  const { hash, ws, role, person, teams, email, userId, createdAt, createdBy, expiresAt } = invitation
  const row = await db
    .insertInto('invitations')
    .values({
      ...{ hash, ws, role, person, email, teams: JSON.stringify(teams), user_id: userId },
      ...{ created_at: createdAt, created_by: createdBy, expires_at: expiresAt },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toInvitation(row)
}

/** One that is still good. */
export async function findInvitation(db: StoreDb, hash: string, now: Date): Promise<Invitation | null> {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row ? toInvitation(row) : null
}

/** Uses it up: true for exactly one caller. */
export async function spendInvitation(db: StoreDb, id: number, now: Date): Promise<boolean> {
  const spent = await db
    .updateTable('invitations')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return spent.numUpdatedRows > 0n
}

/** Good again, after what it was used for failed. */
export async function returnInvitation(db: StoreDb, id: number): Promise<void> {
  await db.updateTable('invitations').set({ used_at: null }).where('id', '=', id).execute()
}

/** Those nobody has used, latest first; links for passwords are not listed. */
export async function listInvitations(db: StoreDb, ws: number, now: Date): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('ws', '=', ws)
    .where('user_id', 'is', null)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .limit(LISTED_MAX)
    .execute()
  return rows.map(toInvitation)
}

export async function findListedInvitation(db: StoreDb, ws: number, id: number): Promise<Invitation | null> {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('ws', '=', ws)
    .where('id', '=', id)
    .where('user_id', 'is', null)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return row ? toInvitation(row) : null
}

export async function deleteInvitation(db: StoreDb, ws: number, id: number): Promise<void> {
  await db.deleteFrom('invitations').where('ws', '=', ws).where('id', '=', id).execute()
}

/** Older links for a password of the account are worth nothing once there is a newer one, or a new password. */
export async function deletePasswordLinks(db: StoreDb, userId: string): Promise<void> {
  await db.deleteFrom('invitations').where('user_id', '=', userId).execute()
}

function toInvitation(row: Selectable<Tables['invitations']>): Invitation {
  const { id, ws, role, person, teams, email } = row
  return {
    ...{ id, ws, role, person, teams, email },
    userId: row.user_id,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
  }
}
