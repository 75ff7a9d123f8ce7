// The account of the owner, set by the owner link: afterwards no link opens anything any more.

import { randomBytes } from 'node:crypto'
import type { SessionAnswer } from '../../contract/access.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import { findUserByEmail, makeHouseOwner } from '../../store/tables/users.ts'
import type { House } from '../open-house.ts'
import { noteAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import type { Accounts } from './open-accounts.ts'
import { closeLinks, issueOwnerToken, linkPathOf } from './owner-link.ts'
import { type DoorAsk, doorOf, welcome } from './sign-in.ts'

/** Makes the account, or gives the one of this e-mail a new password and the house. */
export async function setOwner(house: House, ask: DoorAsk, input: ResourceInput<'owner'>): Promise<SessionAnswer> {
  const { accounts, endLink } = doorOf(ask)
  const signed = await signOwner(house, accounts, input)
  await makeHouseOwner(house.store.db, signed.user.id, input.name)
  await closeLinks(house)
  await endLink()
  return welcome(house, ask, signed, 'owner.set')
}

async function signOwner(house: House, accounts: Accounts, { name, email, password }: ResourceInput<'owner'>) {
  const known = await findUserByEmail(house.store.db, email)
  if (known) await accounts.setPassword(known.id, password)
  const signed = known ? await accounts.signIn(email, password) : await accounts.signUp({ name, email, password })
  if (signed) return signed
  throw new AppError('conflict', 'The account is being made already. Open the link again.')
}

/** A new owner link, for who can use the machine. */
export async function makeOwnerLink(
  house: House,
  ask: { caller: Caller; now: Date; address: string | null },
): Promise<ResourceOutput<'ownerLink'>> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = await issueOwnerToken(house, token, ask.now)
  await noteAudit(house, { ...ask, action: 'owner_link.made' })
  return { path: linkPathOf(token), expires_at: expiresAt.toISOString() }
}
