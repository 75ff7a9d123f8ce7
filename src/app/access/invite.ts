// Invitation links: made, listed and taken back by owners and heads. The secret is in the link alone.
import { randomBytes } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'
import type { Viewer } from '../../contract/query.ts'
import type { ResourceInput, ResourceOutput } from '../../contract/resources.ts'
import { mayGrant } from '../../contract/roles.ts'
import { hashSecret } from '../../store/tables/access-tokens.ts'
import {
  deleteInvitation,
  findListedInvitation,
  type Invitation,
  listInvitations as listStored,
  putInvitation,
} from '../../store/tables/invitations.ts'
import type { House } from '../open-house.ts'
import { resolveWorkspace } from '../resolve-workspace.ts'
import { checkIsPerson } from './admit.ts'
import { noteAudit } from './audit.ts'
import { type Caller, nameCaller } from './caller.ts'
import { checkGrant } from './check-grant.ts'

/** What a use case of owners and heads is asked with. */
export type GiverAsk = { caller: Caller; viewer: Viewer; workspace: string; now: Date; address: string | null }

const dayMs = 86_400_000

export async function invite(house: House, ask: GiverAsk, input: ResourceInput<'invite'>): Promise<ResourceOutput<'invite'>> {
  checkIsPerson(ask.caller)
  const workspace = await resolveWorkspace(house, ask.workspace)
  const grant = await checkGrant(house, workspace, ask.viewer.role, input)
  const secret = randomBytes(32).toString('base64url')
  const made = await putInvitation(house.store.db, {
    ...grant,
    hash: hashSecret(secret),
    ws: workspace.num,
    email: input.email ?? null,
    userId: null,
    createdAt: ask.now,
    createdBy: giverName(ask.caller),
    expiresAt: new Date(ask.now.getTime() + input.days * dayMs),
  })
  const detail = { invitation: made.id, role: grant.role, person: grant.person, teams: grant.teams, email: made.email }
  await noteAudit(house, { ...ask, ws: workspace.num, action: 'user.invited', detail })
  return { ...printInvitation(made), path: linkPath(secret) }
}

/** Behind the number sign: no server, log or referrer ever sees it. */
export const linkPath = (secret: string) => `/join#token=${secret}`

export const giverName = (caller: Caller) => nameCaller(caller).name ?? caller.kind

export async function listInvitations(house: House, ask: GiverAsk): Promise<ResourceOutput<'invitations'>> {
  const { num } = await resolveWorkspace(house, ask.workspace)
  return { invitations: (await listStored(house.store.db, num, ask.now)).map(printInvitation) }
}

export async function revokeInvitation(house: House, ask: GiverAsk, { id }: { id: string }): Promise<Record<string, never>> {
  checkIsPerson(ask.caller)
  const { num } = await resolveWorkspace(house, ask.workspace)
  const found = await findListedInvitation(house.store.db, num, readId(id))
  if (!found) throw new AppError('not_found', 'There is no such invitation.', { path: 'id' })
  if (!mayGrant(ask.viewer.role, found.role)) throw new AppError('forbidden', `Your role cannot take back an invitation of ${found.role}.`)
  await deleteInvitation(house.store.db, num, found.id)
  await noteAudit(house, { ...ask, ws: num, action: 'invitation.revoked', detail: { invitation: found.id, role: found.role } })
  return {}
}

/** Of what is numbered; 0 names nothing. */
export const readId = (id: string) => (/^\d{1,15}$/.test(id) ? Number(id) : 0)

const printInvitation = ({ id, role, person, teams, email, createdAt, createdBy, expiresAt }: Invitation) => ({
  ...{ id: String(id), role, person, email },
  teams: [...teams],
  created_at: createdAt.toISOString(),
  created_by: createdBy,
  expires_at: expiresAt.toISOString(),
})
