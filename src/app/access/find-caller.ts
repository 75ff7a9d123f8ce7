// From what a request carries to who asks. A bearer token decides alone; else the session of an account, else of the owner link.
import { timingSafeEqual } from 'node:crypto'
import { hashSecret } from '../../store/tables/access-tokens.ts'
import { findApiKey } from '../../store/tables/api-keys.ts'
import { findUser } from '../../store/tables/users.ts'
import type { House } from '../open-house.ts'
import type { Caller } from './caller.ts'
import type { Accounts } from './open-accounts.ts'
import { isLinkSession, isLinkToken } from './owner-link.ts'

type Carried = {
  bearer: string | undefined
  /** Token of DIR/server.json. */
  localToken: string
  /** The whole Cookie header, when it holds a session; and the session of an owner link. */
  cookie: string | undefined
  link: string | undefined
  accounts: Accounts
  now: Date
}
/** `wrong`: something was carried that is worth nothing. */
export type Found = { caller: Caller; wrong: 'token' | 'session' | null; cookies: readonly string[] }

const nobody: Caller = { kind: 'nobody' }

export async function findCaller(house: House, carried: Carried): Promise<Found> {
  const { bearer, cookie, link, accounts, now } = carried
  if (bearer !== undefined) {
    const caller = await findBearer(house, carried, bearer)
    return { caller: caller ?? nobody, wrong: caller === null ? 'token' : null, cookies: [] }
  }
  if (cookie !== undefined) {
    const found = await accounts.find(cookie)
    const user = found && (await findUser(house.store.db, found.user.id))
    if (found && user) return { caller: { kind: 'user', user }, wrong: null, cookies: found.cookies }
  }
  if (link !== undefined && (await isLinkSession(house, link, now))) return { caller: { kind: 'link' }, wrong: null, cookies: [] }
  return { caller: nobody, wrong: cookie === undefined && link === undefined ? null : 'session', cookies: [] }
}

async function findBearer(house: House, { localToken, now }: Carried, bearer: string): Promise<Caller | null> {
  if (isSame(bearer, localToken)) return { kind: 'machine' }
  const key = await findApiKey(house.store.db, hashSecret(bearer), now)
  if (key) return { kind: 'key', key }
  return (await isLinkToken(house, bearer, now)) ? { kind: 'link' } : null
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
