// Using a link up: of an invitation, or of a new password. A link that is wrong, used, expired or taken back gets one answer.
import type { SessionAnswer } from '../../contract/access.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import { hashSecret } from '../../store/tables/access-tokens.ts'
import { deletePasswordLinks, findInvitation, type Invitation, returnInvitation, spendInvitation } from '../../store/tables/invitations.ts'
import { findUser, findUserByEmail, listMemberships, putMember, type User } from '../../store/tables/users.ts'
import { findWorkspaces } from '../../store/tables/workspaces.ts'
import type { House } from '../open-house.ts'
import { noteAudit, noteRefusal } from './audit.ts'
import { takeTries } from './limit-tries.ts'
import type { SignedIn } from './open-accounts.ts'
import { showSession } from './show-session.ts'
import { checkPassword, type DoorAsk, doorOf, welcome } from './sign-in.ts'

const wrongLinksMax = 30

type Input = ResourceInput<'invitationAccept'>

export async function lookAtInvitation(
  house: House,
  ask: DoorAsk,
  { token }: { token: string },
): Promise<ResourceOutput<'invitationLook'>> {
  const link = await findLink(house, ask, token)
  const [workspace] = await findWorkspaces(house.store.db, [link.ws])
  const user = link.userId === null ? null : await findUser(house.store.db, link.userId)
  return {
    kind: user ? 'password' : 'invitation',
    workspace: user ? null : (workspace?.id ?? null),
    role: user ? null : link.role,
    email: user?.email ?? link.email,
    created_by: link.createdBy,
    expires_at: link.expiresAt.toISOString(),
  }
}

export async function acceptInvitation(house: House, ask: DoorAsk, input: Input): Promise<SessionAnswer> {
  const link = await findLink(house, ask, input.token)
  if (link.userId !== null) return renewPassword(house, ask, link, link.userId, input.password)
  if (ask.caller.kind === 'user' && input.password === undefined) {
    if (link.email !== null && link.email !== ask.caller.user.email)
      throw new AppError('forbidden', 'This invitation is for another account; sign out first.')
    await join(house, ask, link, ask.caller.user)
    return showSession(house, { caller: ask.caller, workspace: ask.workspace })
  }
  const email = need(link.email ?? input.email, 'email')
  const password = need(input.password, 'password')
  const known = await findUserByEmail(house.store.db, email)
  if (known) {
    const signed = await checkPassword(house, ask, { email, password })
    await join(house, ask, link, known)
    return welcome(house, ask, signed, 'signed_in')
  }
  const name = need(input.name, 'name')
  await spend(house, ask, link)
  const [signed] = await Promise.allSettled([doorOf(ask).accounts.signUp({ name, email, password })])
  if (signed.status === 'rejected' || signed.value === null) {
    await returnInvitation(house.store.db, link.id)
    throw signed.status === 'rejected' ? signed.reason : new AppError('conflict', 'The account is being made already. Open the link again.')
  }
  await putMember(house.store.db, { ...link, userId: signed.value.user.id, at: ask.now })
  return enter(house, ask, link, signed.value)
}

async function findLink(house: House, ask: DoorAsk, token: string): Promise<Invitation> {
  const link = await findInvitation(house.store.db, hashSecret(token), ask.now)
  return link ?? refuse(house, ask)
}

/** Of wrong ones thirty are answered in a quarter of an hour. */
async function refuse(house: House, { caller, now, address }: DoorAsk): Promise<never> {
  await noteRefusal(house, { caller, now, address, action: 'invitation.refused' })
  await takeTries(house, [{ what: `links from ${address}`, max: wrongLinksMax }], now)
  throw new AppError('not_found', 'This link is good no more. Ask for a new one.')
}

function need<T>(value: T | undefined, path: string): T {
  if (value !== undefined) return value
  throw new AppError('bad_input', `${path}: is needed`, { path, problems: [{ path, message: 'is needed' }] })
}

async function spend(house: House, ask: DoorAsk, link: Invitation): Promise<void> {
  if (!(await spendInvitation(house.store.db, link.id, ask.now))) await refuse(house, ask)
}

async function join(house: House, ask: DoorAsk, link: Invitation, user: User): Promise<void> {
  const { db } = house.store
  if (user.ownsHouse || (await listMemberships(db, user.id)).some(({ ws }) => ws === link.ws))
    throw new AppError('conflict', 'This account has a role there already.', { hint: 'Who invited can change it.' })
  await spend(house, ask, link)
  await putMember(db, { ...link, userId: user.id, at: ask.now })
  await noteJoined(house, ask, link, user.email)
}

async function enter(house: House, ask: DoorAsk, link: Invitation, signed: SignedIn): Promise<SessionAnswer> {
  await noteJoined(house, ask, link, signed.user.email)
  return welcome(house, ask, signed, 'signed_in')
}

async function noteJoined(house: House, { caller, now, address }: DoorAsk, link: Invitation, email: string): Promise<void> {
  const detail = { invitation: link.id, role: link.role, email }
  await noteAudit(house, { caller, now, address, ws: link.ws, action: 'invitation.accepted', detail })
}

async function renewPassword(
  house: House,
  ask: DoorAsk,
  link: Invitation,
  userId: string,
  given: string | undefined,
): Promise<SessionAnswer> {
  const password = need(given, 'password')
  const { accounts } = doorOf(ask)
  const user = await findUser(house.store.db, userId)
  if (!user) return refuse(house, ask)
  await spend(house, ask, link)
  await accounts.setPassword(userId, password)
  await deletePasswordLinks(house.store.db, userId)
  const signed = await accounts.signIn(user.email, password)
  if (!signed) throw new AppError('not_signed_in', 'Sign in with the new password.')
  return welcome(house, ask, signed, 'password.changed')
}
