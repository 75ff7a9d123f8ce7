// Accounts as the house sees them, and who may open which workspace in what role. Passwords and sessions are better-auth's.

import type { Selectable } from 'kysely'
import type { Role } from '../../contract/roles.ts'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

export type User = { id: string; name: string; email: string; ownsHouse: boolean }
export type Grant = { role: Role; person: string | null; teams: readonly string[] }
/** Number of the workspace with what the account is there. */
export type Membership = Grant & { ws: number }

const MEMBERS_MAX = 10_000

export async function findUser(db: StoreDb, id: string): Promise<User | null> {
  const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toUser(row) : null
}

export async function findUserByEmail(db: StoreDb, email: string): Promise<User | null> {
  const row = await db.selectFrom('users').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst()
  return row ? toUser(row) : null
}

/** Does anybody own the installation? */
export async function hasOwner(db: StoreDb): Promise<boolean> {
  const row = await db.selectFrom('users').select('id').where('owns_house', '=', true).limit(1).executeTakeFirst()
  return row !== undefined
}

export async function makeHouseOwner(db: StoreDb, id: string, name: string): Promise<void> {
  await db.updateTable('users').set({ owns_house: true, name }).where('id', '=', id).execute()
}

export async function renameUser(db: StoreDb, id: string, name: string): Promise<void> {
  await db.updateTable('users').set({ name }).where('id', '=', id).execute()
}

export async function listMemberships(db: StoreDb, userId: string): Promise<Membership[]> {
  const rows = await db.selectFrom('members').selectAll().where('user_id', '=', userId).orderBy('ws').execute()
  return rows.map(({ ws, role, person, teams }) => ({ ws, role, person, teams }))
}

export type Member = User & Grant & { since: Date; lastSeenAt: Date | null }

/** Everybody who may open the workspace, owners of the installation first. */
export async function listMembers(db: StoreDb, ws: number): Promise<Member[]> {
  const rows = await db
    .selectFrom('users')
    .leftJoin('members', (join) => join.onRef('members.user_id', '=', 'users.id').on('members.ws', '=', ws))
    .where((is) => is.or([is('owns_house', '=', true), is('members.ws', 'is not', null)]))
    .select((of) => [
      ...(['users.id', 'users.name', 'users.email', 'users.owns_house', 'members.role', 'members.person', 'members.teams'] as const),
      'users.created_at as made_at',
      'members.created_at as joined_at',
      of
        .selectFrom('user_sessions')
        .whereRef('user_id', '=', 'users.id')
        .select((session) => session.fn.max('updated_at').as('seen'))
        .as('seen_at'),
    ])
    .orderBy('users.owns_house', 'desc')
    .orderBy('users.email')
    .limit(MEMBERS_MAX)
    .execute()
  return rows.map((row) => ({
    ...toUser(row),
    role: row.owns_house ? 'owner' : (row.role ?? 'analyst'),
    person: row.person,
    teams: row.teams ?? [],
    since: row.joined_at ?? row.made_at,
    lastSeenAt: row.seen_at,
  }))
}

/** Gives the account a role in the workspace, or another one than it has. */
export async function putMember(db: StoreDb, member: Membership & { userId: string; at: Date }): Promise<void> {
  const { ws, userId, role, person, at } = member
  const teams = JSON.stringify(member.teams)
  await db
    .insertInto('members')
    .values({ ws, user_id: userId, role, person, teams, created_at: at })
    .onConflict((conflict) => conflict.columns(['ws', 'user_id']).doUpdateSet({ role, person, teams }))
    .execute()
}

/** True when there was one to take away. */
export async function deleteMember(db: StoreDb, ws: number, userId: string): Promise<boolean> {
  const gone = await db.deleteFrom('members').where('ws', '=', ws).where('user_id', '=', userId).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Ends every session of an account. */
export async function deleteUserSessions(db: StoreDb, userId: string): Promise<void> {
  await db.deleteFrom('user_sessions').where('user_id', '=', userId).execute()
}

function toUser(row: Pick<Selectable<Tables['users']>, 'id' | 'name' | 'email' | 'owns_house'>): User {
  return { id: row.id, name: row.name, email: row.email, ownsHouse: row.owns_house }
}
