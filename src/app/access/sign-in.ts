// Signing in and out. A wrong e-mail and a wrong password get one answer after the same time; too many get none.
import type { SessionAnswer } from '../../contract/access.ts'
import { AppError } from '../../contract/errors.ts'
import { findUser } from '../../store/tables/users.ts'
import type { House } from '../open-house.ts'
import { noteAudit, noteRefusal } from './audit.ts'
import type { Caller, Door } from './caller.ts'
import { returnTries, type Tries, takeTries } from './limit-tries.ts'
import type { SignedIn } from './open-accounts.ts'
import { showSession } from './show-session.ts'

/** What a use case of the browser is asked with. */
export type DoorAsk = { caller: Caller; door: Door | null; address: string | null; now: Date; workspace: string | null }

const perPairMax = 5
const perSideMax = 30

export function doorOf({ door }: DoorAsk): Door {
  if (door) return door
  throw new AppError('bad_usage', 'This is done in a browser.')
}

export async function signIn(house: House, ask: DoorAsk, input: { email: string; password: string }): Promise<SessionAnswer> {
  return welcome(house, ask, await checkPassword(house, ask, input), 'signed_in')
}

/** Throws not_signed_in for whatever is wrong, too_many_tries after five tries of one e-mail from one place. */
export async function checkPassword(
  house: House,
  ask: DoorAsk,
  { email, password }: { email: string; password: string },
): Promise<SignedIn> {
  const { caller, address, now } = ask
  const tries = triesOf(email, address)
  const [taken] = await Promise.allSettled([takeTries(house, tries, now)])
  const signed = taken.status === 'fulfilled' ? await doorOf(ask).accounts.signIn(email, password) : null
  if (signed) {
    await returnTries(house, tries)
    return signed
  }
  await noteRefusal(house, { caller, now, address, action: 'sign_in.refused', detail: { email: email.slice(0, 200) } })
  if (taken.status === 'rejected') throw taken.reason
  throw new AppError('not_signed_in', 'The e-mail or the password is wrong.')
}

function triesOf(email: string, address: string | null): Tries[] {
  const name = email.trim().toLowerCase()
  return [
    { what: `sign-in of ${name} from ${address}`, max: perPairMax },
    { what: `sign-in from ${address}`, max: perSideMax },
    { what: `sign-in of ${name}`, max: perSideMax },
  ]
}

/** Puts the session into the browser; an earlier one of the same browser ends. */
export async function welcome(house: House, ask: DoorAsk, signed: SignedIn, action: string): Promise<SessionAnswer> {
  const door = doorOf(ask)
  if (ask.caller.kind === 'user') await door.accounts.signOut(door.cookie)
  const user = await findUser(house.store.db, signed.user.id)
  if (!user) throw new AppError('not_signed_in', 'The account is gone.')
  for (const line of signed.cookies) door.setCookie(line)
  const caller: Caller = { kind: 'user', user }
  await noteAudit(house, { caller, now: ask.now, address: ask.address, action })
  return showSession(house, { caller, workspace: ask.workspace })
}

export async function signOut(house: House, ask: DoorAsk): Promise<Record<string, never>> {
  const door = doorOf(ask)
  if (ask.caller.kind === 'user') for (const line of await door.accounts.signOut(door.cookie)) door.setCookie(line)
  if (ask.caller.kind === 'link') await door.endLink()
  await noteAudit(house, { ...ask, action: 'signed_out', ws: null })
  return {}
}
