// Access until accounts exist: the one-time owner link, the sessions made from it, its token as a bearer. Secrets come from
// the caller; the store keeps hashes.
import { hasAccessToken, hashSecret, putAccessToken, spendAccessToken } from '../store/tables/access-tokens.ts'
import { hasSession, putSession } from '../store/tables/sessions.ts'
import type { House } from './open-house.ts'

const tokenDays = 90

/** Makes the token of an owner link known. It opens one session and serves as a bearer token for 90 days. */
export async function issueOwnerToken(house: House, token: string, now: Date): Promise<void> {
  const expiresAt = new Date(now.getTime() + tokenDays * 86_400_000)
  await putAccessToken(house.store.db, { hash: hashSecret(token), createdAt: now, expiresAt })
}

type Entry = { token: string; session: string; now: Date; expiresAt: Date }

/** Uses the link up and begins the session: true for exactly one caller. */
export async function enterByLink(house: House, { token, session, now, expiresAt }: Entry): Promise<boolean> {
  if (!(await spendAccessToken(house.store.db, hashSecret(token), now))) return false
  await putSession(house.store.db, { hash: hashSecret(session), createdAt: now, expiresAt })
  return true
}

export function isToken(house: House, token: string, now: Date): Promise<boolean> {
  return hasAccessToken(house.store.db, hashSecret(token), now)
}

export function isSession(house: House, session: string, now: Date): Promise<boolean> {
  return hasSession(house.store.db, hashSecret(session), now)
}
