// Whom a question about plans or pay is about: its filters by person and team together with the asker's rights.
import type { Plan } from '../../kpi/plan.ts'
import { hashIds, listTeamMembers, type TeamMember } from '../../warehouse/find-plans.ts'
import type { GoalContext } from './measure-goals.ts'

/** Whom a question is about, by keys; null = everybody. */
export type Scope = { people: ReadonlySet<string> | null; teams: ReadonlySet<string> | null; members: readonly TeamMember[] }
export async function scopeOf({ house, rules, plan }: GoalContext & { plan: Plan }): Promise<Scope> {
  const idsOf = (dimension: string) => {
    const own = plan.filters.filter((filter) => filter.dimension.id === dimension)
    // Several filters of one dimension, a question's and a right's, hold together.
    return own.length === 0
      ? null
      : own.map(({ values }) => values.filter((value) => value !== null)).reduce((a, b) => a.filter((id) => b.includes(id)))
  }
  const keysOf = async (ids: readonly string[] | null) => (ids === null ? null : new Set(await hashIds(house.warehouse, ids)))
  const [people, teams] = await Promise.all([keysOf(idsOf('person')), keysOf(idsOf('team'))])
  const until = plan.frames[0]!.until
  return { people, teams, members: await listTeamMembers(house.warehouse, rules.workspace.num, until) }
}

const teamsOf = (scope: Scope, person: string) => scope.members.find((one) => one.person === person)?.teams ?? []
export const isPersonIn = (scope: Scope, person: string) =>
  (scope.people === null || scope.people.has(person)) &&
  (scope.teams === null || teamsOf(scope, person).some((team) => scope.teams?.has(team)))
export const isTeamIn = (scope: Scope, team: string) => scope.people === null && (scope.teams === null || scope.teams.has(team))

/** Does a plan belong to those a question is about. */
export function isInScope({ person, team }: { person: string | null; team: string | null }, scope: Scope): boolean {
  if (person !== null) return isPersonIn(scope, person)
  if (team !== null) return isTeamIn(scope, team)
  return scope.people === null && scope.teams === null
}

/** The filters by person and team as a question of another figure has them; null = none. */
export function scopeFilter(plan: Plan): Record<string, (string | null)[]> | null {
  const own = plan.filters.filter(({ dimension }) => dimension.id === 'person' || dimension.id === 'team')
  return own.length === 0 ? null : Object.fromEntries(own.map(({ dimension, values }) => [dimension.id, [...values]]))
}
