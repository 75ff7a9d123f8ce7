// A role somebody is to be given: may the giver give it, and does what it is narrowed to exist in the workspace?
import { AppError } from '../../contract/errors.ts'
import { mayGrant, type Role } from '../../contract/roles.ts'
import type { Grant } from '../../store/tables/users.ts'
import type { Workspace } from '../../store/tables/workspaces.ts'
import { findRecordNames } from '../../warehouse/find-members.ts'
import type { House } from '../open-house.ts'

/** The role as it is kept: teams are a lead's only. Throws forbidden and bad_input. */
export async function checkGrant(house: House, workspace: Workspace, giver: Role, { role, person, teams }: Grant): Promise<Grant> {
  if (!mayGrant(giver, role)) throw new AppError('forbidden', `Your role cannot give the role ${role}.`, { path: 'role' })
  if (role === 'rep' && person === null)
    throw new AppError('bad_input', 'A salesperson needs a person record.', { path: 'person', hint: 'Name it by source:id.' })
  if (role === 'lead' && teams.length === 0)
    throw new AppError('bad_input', 'A lead needs a team.', { path: 'teams', hint: 'Name it by source:id.' })
  const kept = role === 'lead' ? [...new Set(teams)] : []
  await checkKnown(house, workspace, 'people', person === null ? [] : [person])
  await checkKnown(house, workspace, 'teams', kept)
  return { role, person, teams: kept }
}

async function checkKnown(house: House, { num }: Workspace, kind: 'people' | 'teams', ids: readonly string[]): Promise<void> {
  const known = new Set((await findRecordNames(house.warehouse, num, kind, ids)).map(({ id }) => id))
  const missing = ids.filter((id) => !known.has(id))
  if (missing.length === 0) return
  throw new AppError('bad_input', `No record of the workspace is called ${missing.join(', ')}.`, {
    path: kind === 'people' ? 'person' : 'teams',
    hint: 'Ids are written source:id; GET /api/people lists them.',
  })
}
