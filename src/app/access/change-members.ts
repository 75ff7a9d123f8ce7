// Who may open a workspace and in what role: listed, changed and taken away by owners and heads, each as far as their role goes.
import { randomBytes } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import { mayGrant } from '../../contract/roles.ts'
import { hashSecret } from '../../store/tables/access-tokens.ts'
import { deletePasswordLinks, putInvitation } from '../../store/tables/invitations.ts'
import { deleteMember, listMembers, listMemberships, type Member, putMember } from '../../store/tables/users.ts'
import type { Workspace } from '../../store/tables/workspaces.ts'
import { findRecordNames } from '../../warehouse/find-members.ts'
import type { House } from '../open-house.ts'
import { resolveWorkspace } from '../resolve-workspace.ts'
import { checkIsPerson } from './admit.ts'
import { noteAudit } from './audit.ts'
import { ownsHouse } from './caller.ts'
import { checkGrant } from './check-grant.ts'
import { type GiverAsk, giverName, linkPath } from './invite.ts'

const passwordLinkMs = 86_400_000

export async function listUsers(house: House, { workspace }: GiverAsk): Promise<ResourceOutput<'users'>> {
  const found = await resolveWorkspace(house, workspace)
  return { users: await printMembers(house, found, await listMembers(house.store.db, found.num)) }
}

export async function changeUser(
  house: House,
  ask: GiverAsk,
  { id, ...wanted }: ResourceInput<'userPatch'>,
): Promise<ResourceOutput<'userPatch'>> {
  const { workspace, member } = await findChangeable(house, ask, id)
  const grant = await checkGrant(house, workspace, ask.viewer.role, wanted)
  await putMember(house.store.db, { ...grant, ws: workspace.num, userId: id, at: ask.now })
  const detail = { user: member.email, was: grantOf(member), now: grant }
  await noteAudit(house, { ...ask, ws: workspace.num, action: 'user.changed', detail })
  return (await printMembers(house, workspace, [{ ...member, ...grant }]))[0]!
}

export async function removeUser(house: House, ask: GiverAsk, { id }: { id: string }): Promise<Record<string, never>> {
  const { workspace, member } = await findChangeable(house, ask, id)
  await deleteMember(house.store.db, workspace.num, id)
  const detail = { user: member.email, was: grantOf(member) }
  await noteAudit(house, { ...ask, ws: workspace.num, action: 'user.removed', detail })
  return {}
}

/** For who forgot the password. Of an account that opens other workspaces too only the owner of the house may. */
export async function makePasswordLink(house: House, ask: GiverAsk, { id }: { id: string }): Promise<ResourceOutput<'userLink'>> {
  const { db } = house.store
  const { workspace, member } = await findChangeable(house, ask, id)
  const others = (await listMemberships(db, id)).some(({ ws }) => ws !== workspace.num)
  if (others && !ownsHouse(ask.caller))
    throw new AppError('forbidden', 'Only the owner of the installation can renew the password of this account.')
  const secret = randomBytes(32).toString('base64url')
  const expiresAt = new Date(ask.now.getTime() + passwordLinkMs)
  await deletePasswordLinks(db, id)
  await putInvitation(db, {
    ...grantOf(member),
    ...{ hash: hashSecret(secret), ws: workspace.num, email: null, userId: id },
    ...{ createdAt: ask.now, createdBy: giverName(ask.caller), expiresAt },
  })
  await noteAudit(house, { ...ask, ws: workspace.num, action: 'password_link.made', detail: { user: member.email } })
  return { path: linkPath(secret), expires_at: expiresAt.toISOString() }
}

/** A member the caller may change. Throws not_found, and forbidden for oneself, equals and those above. */
async function findChangeable(house: House, ask: GiverAsk, id: string): Promise<{ workspace: Workspace; member: Member }> {
  checkIsPerson(ask.caller)
  const workspace = await resolveWorkspace(house, ask.workspace)
  const member = (await listMembers(house.store.db, workspace.num)).find((one) => one.id === id)
  if (!member) throw new AppError('not_found', 'There is no such account in this workspace.', { path: 'id' })
  if (ask.caller.kind === 'user' && ask.caller.user.id === id) throw new AppError('forbidden', 'Nobody changes the own role.')
  if (member.ownsHouse || !mayGrant(ask.viewer.role, member.role)) throw new AppError('forbidden', 'Your role cannot change this account.')
  return { workspace, member }
}

const grantOf = ({ role, person, teams }: Member) => ({ role, person, teams: [...teams] })

async function printMembers(house: House, { num }: Workspace, members: readonly Member[]): Promise<ResourceOutput<'users'>['users']> {
  const ids = [...new Set(members.flatMap(({ person }) => person ?? []))]
  const names = new Map((await findRecordNames(house.warehouse, num, 'people', ids)).map(({ id, name }) => [id, name]))
  return members.map((member) => ({
    ...{ id: member.id, name: member.name, email: member.email, ...grantOf(member) },
    person_name: member.person === null ? null : (names.get(member.person) ?? null),
    owns_house: member.ownsHouse,
    since: member.since.toISOString(),
    last_seen_at: member.lastSeenAt?.toISOString() ?? null,
  }))
}
