// Decides whether a caller may use a route, and in what role of which workspace. A workspace that is not the caller's is refused
// like one that does not exist.
import { AppError } from '../../contract/errors.ts'
import type { Viewer } from '../../contract/query.ts'
import type { Access } from '../../contract/roles.ts'
import { listMemberships, type Membership } from '../../store/tables/users.ts'
import { findWorkspaces, listWorkspaces, type Workspace } from '../../store/tables/workspaces.ts'
import type { House } from '../open-house.ts'
import { resolveWorkspace } from '../resolve-workspace.ts'
import { type Caller, ownsHouse } from './caller.ts'

/** What answers the owner of the house before there is a workspace: the catalogue, and what makes a first one. */
export const earlyResources: ReadonlySet<string> = new Set([
  ...['kpis', 'kpi', 'connect', 'consent', 'consentAnswer', 'systems'],
  ...['upload', 'uploadImport', 'uploadProposal', 'uploadTry', 'uploadRemove'],
])

export type Opened = { workspace: Workspace; viewer: Viewer }

const owner: Viewer = { role: 'owner', person: null, teams: [] }

/** May the caller knock at all? Throws not_signed_in or forbidden; of roles it only asks that there can be one. */
export function checkCaller(caller: Caller, access: Access): void {
  if (access === 'open') return
  if (caller.kind === 'nobody') throw new AppError('not_signed_in', 'Sign in, or send a key as a bearer token.')
  if (access === 'machine' && caller.kind !== 'machine') throw new AppError('forbidden', 'Only a command on this machine may do this.')
  if (access === 'link' && caller.kind !== 'link') throw new AppError('forbidden', 'This needs a new owner link: rumb users link.')
  if (access === 'house' && !ownsHouse(caller) && !(caller.kind === 'key' && caller.key.role === 'owner'))
    throw new AppError('forbidden', 'Your role does not include this.')
}

export function checkRole({ role }: Viewer, access: Access): void {
  if (typeof access === 'string' || access.includes(role)) return
  throw new AppError('forbidden', 'Your role does not include this.')
}

/** The workspace that is meant, and the caller's role in it. */
export async function openWorkspace(house: House, caller: Caller, named: string | null): Promise<Opened> {
  if (ownsHouse(caller)) return { workspace: await resolveWorkspace(house, named), viewer: owner }
  const own = await listOpened(house, caller)
  if (named !== null) {
    const found = own.find(({ workspace }) => workspace.id === named)
    if (found) return found
    throw new AppError('not_found', `There is no workspace "${named}" for you.`, { path: 'workspace' })
  }
  const real = own.filter(({ workspace }) => !workspace.isDemo)
  if (real.length > 1) {
    throw new AppError('bad_usage', `Which workspace? There are ${real.map(({ workspace }) => workspace.id).join(', ')}.`, {
      path: 'workspace',
      hint: 'Name one with the header Rumb-Workspace.',
    })
  }
  const only = real[0] ?? own[0]
  if (only) return only
  throw new AppError('not_found', 'There is no workspace for you.', { path: 'workspace' })
}

/** Every workspace the caller may open, oldest first, with the role there. */
export async function listOpened(house: House, caller: Caller): Promise<Opened[]> {
  if (ownsHouse(caller)) return (await listWorkspaces(house.store.db)).map((workspace) => ({ workspace, viewer: owner }))
  const memberships: readonly Membership[] =
    caller.kind === 'key' ? [caller.key] : caller.kind === 'user' ? await listMemberships(house.store.db, caller.user.id) : []
  const workspaces = await findWorkspaces(
    house.store.db,
    memberships.map(({ ws }) => ws),
  )
  return workspaces.flatMap((workspace) => {
    const found = memberships.find(({ ws }) => ws === workspace.num)
    return found ? [{ workspace, viewer: { role: found.role, person: found.person, teams: found.teams } }] : []
  })
}

/** What gives others a way in is done by a person: a key cannot outlive itself. */
export function checkIsPerson(caller: Caller): void {
  if (caller.kind === 'key') throw new AppError('forbidden', 'A key cannot do this; sign in.')
}
