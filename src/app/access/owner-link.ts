// The one-time owner link: the session it opens, and its token as a bearer until somebody owns the house. The store keeps
// hashes.
import { randomBytes } from 'node:crypto'
import { deleteAccessTokens, hasAccessToken, hashSecret, putAccessToken, spendAccessToken } from '../../store/tables/access-tokens.ts'
import { deleteSession, deleteSessions, hasSession, putSession } from '../../store/tables/sessions.ts'
import { hasOwner } from '../../store/tables/users.ts'
import type { House } from '../open-house.ts'

const tokenDays = 90
const sessionDays = 30
/** A link made when there is an owner already: for who lost the password. */
const renewalDays = 1
const dayMs = 86_400_000

/** Makes the token of an owner link known. It opens one session and, while nobody owns the house, serves as a bearer token. */
export async function issueOwnerToken(house: House, token: string, now: Date): Promise<Date> {
  const days = (await hasOwner(house.store.db)) ? renewalDays : tokenDays
  const expiresAt = new Date(now.getTime() + days * dayMs)
  await putAccessToken(house.store.db, { hash: hashSecret(token), createdAt: now, expiresAt })
  return expiresAt
}

/** The path of a new link for who starts the server; null once there is an owner. */
export async function printOwnerLink(house: House, now: Date): Promise<string | null> {
  if (await hasOwner(house.store.db)) return null
  const token = randomBytes(32).toString('base64url')
  await issueOwnerToken(house, token, now)
  return linkPathOf(token)
}

export const linkPathOf = (token: string) => `/enter?token=${token}`

/** Uses the link up and begins the session: its length in seconds for exactly one caller, null for all others. */
export async function enterByLink(
  house: House,
  { token, session, now }: { token: string; session: string; now: Date },
): Promise<number | null> {
  const { db } = house.store
  if (!(await spendAccessToken(db, hashSecret(token), now))) return null
  const lengthMs = ((await hasOwner(db)) ? renewalDays : sessionDays) * dayMs
  await putSession(db, { hash: hashSecret(session), createdAt: now, expiresAt: new Date(now.getTime() + lengthMs) })
  return lengthMs / 1000
}

export async function isLinkToken(house: House, token: string, now: Date): Promise<boolean> {
  return (await hasAccessToken(house.store.db, hashSecret(token), now)) && !(await hasOwner(house.store.db))
}

export function isLinkSession(house: House, session: string, now: Date): Promise<boolean> {
  return hasSession(house.store.db, hashSecret(session), now)
}

export async function endLinkSession(house: House, session: string): Promise<void> {
  await deleteSession(house.store.db, hashSecret(session))
}

/** All links, their tokens and sessions: worth nothing once the owner has an account. */
export async function closeLinks(house: House): Promise<void> {
  await deleteAccessTokens(house.store.db)
  await deleteSessions(house.store.db)
}
