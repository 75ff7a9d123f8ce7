// Plans as they were set, as far as the viewer may see them: a rep their own, a lead those of own teams and the people in them.
import { Temporal } from 'temporal-polyfill'
import type { Member } from '../../contract/answer.ts'
import type { PlanEntry, PlanListQuery } from '../../contract/plans.ts'
import type { Viewer } from '../../contract/query.ts'
import { findMembers } from '../../warehouse/find-members.ts'
import { hashIds, listPlanRows, listTeamMembers, type PlanRow } from '../../warehouse/find-plans.ts'
import { loadOwnCatalogue } from '../load-own-catalogue.ts'
import type { House } from '../open-house.ts'
import { findWorkspaceRules, type WorkspaceRules } from '../workspace-rules.ts'
import { kindOf } from './load-plans.ts'
import { isInScope, type Scope } from './plan-scope.ts'

const always = { from: '1970-01-02', to: '2200-01-01' }
type Ask = { workspace: string; viewer: Viewer; now: Date; query: PlanListQuery }

export async function listPlans(house: House, { workspace, viewer, now, query }: Ask): Promise<{ plans: PlanEntry[] }> {
  const rules = await findWorkspaceRules(house, workspace)
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toString()
  const [rows, own, asked] = await Promise.all([
    listPlanRows(house.warehouse, rules.workspace.num, {
      ...always,
      ...(query.from && { from: query.from }),
      ...(query.to && { to: query.to }),
    }),
    viewerScope(house, rules, viewer, at),
    viewerScope(
      house,
      rules,
      { role: query.person ? 'rep' : query.team ? 'lead' : 'owner', person: query.person ?? null, teams: query.team ? [query.team] : [] },
      at,
    ),
  ])
  const shown = rows
    .filter(({ metric }) => query.metric === undefined || metric === query.metric)
    .filter((row) => [own, asked].every((scope) => isInScope(holderKeys(row), scope)))
  return { plans: await planEntries(house, rules, shown) }
}

export const holderKeys = ({ person, team }: PlanRow) => ({
  person: person === '0' ? null : person,
  team: person !== '0' || team === '0' ? null : team,
})

/** Whose plans a role sees. */
export async function viewerScope(house: House, { workspace }: WorkspaceRules, viewer: Viewer, at: string): Promise<Scope> {
  const keys = async (ids: readonly string[]) => new Set(await hashIds(house.warehouse, ids))
  const members = viewer.role === 'lead' ? await listTeamMembers(house.warehouse, workspace.num, at) : []
  return {
    people: viewer.role === 'rep' ? await keys(viewer.person === null ? [] : [viewer.person]) : null,
    teams: viewer.role === 'lead' ? await keys(viewer.teams) : null,
    members,
  }
}

export async function planEntries(house: House, { workspace }: WorkspaceRules, rows: readonly PlanRow[]): Promise<PlanEntry[]> {
  const catalogue = await loadOwnCatalogue(house, workspace.id)
  const names = async (form: 'people' | 'teams', keys: string[]) => findMembers(house.warehouse, workspace.num, form, keys)
  const [people, teams] = await Promise.all([
    names(
      'people',
      rows.map(({ person }) => person),
    ),
    names(
      'teams',
      rows.map(({ team }) => team),
    ),
  ])
  const member = (known: ReadonlyMap<string, Member>, key: string, text: string) =>
    key === '0' ? null : (known.get(key) ?? { id: text, name: null })
  return rows.map((row) => {
    const { key, source, metric, from, to, target, floor, stretch, currency } = row
    return {
      ...{ id: key, metric, kind: kindOf(row.kind, catalogue.byId.get(metric)), from, to, target, floor, stretch, source },
      currency: currency === '' || currency === workspace.settings.currency ? null : currency,
      person: member(people, row.person, row.person_text),
      team: member(teams, row.team, row.team_text),
    }
  })
}
