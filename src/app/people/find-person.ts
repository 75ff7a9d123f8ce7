// A person as far as the asker may see them; others are as if they were not there.
import { AppError } from '../../contract/errors.ts'
import type { Viewer } from '../../contract/query.ts'
import { findRecordNames } from '../../warehouse/find-members.ts'
import { hashIds } from '../../warehouse/find-plans.ts'
import { findRoles } from '../../warehouse/find-roster.ts'
import type { House } from '../open-house.ts'
import { viewerScope } from '../plans/list-plans.ts'
import { isInScope } from '../plans/plan-scope.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'

export type FoundPerson = { member: { id: string; name: string | null }; role: string | null }

/** Throws not_found. */
export async function findPerson(house: House, rules: WorkspaceRules, viewer: Viewer, id: string, asOf: string): Promise<FoundPerson> {
  const [[member], [key = ''], scope, roles] = await Promise.all([
    findRecordNames(house.warehouse, rules.workspace.num, 'people', [id]),
    hashIds(house.warehouse, [id]),
    viewerScope(house, rules, viewer, asOf),
    findRoles(house.warehouse, rules.workspace.num, { from: '2000-01-01T00:00:00Z', to: asOf }),
  ])
  if (member === undefined || !isInScope({ person: key, team: null }, scope))
    throw new AppError('not_found', `There is no person "${id}" for you.`, { path: 'id', hint: 'Its id is written source:id.' })
  return { member, role: roles.get(key) || null }
}
