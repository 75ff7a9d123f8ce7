// Whose calendar a team goes by: its own, else that of the nearest team above it that has one.
import { findTeamParents } from '../../warehouse/find-team-parents.ts'
import type { House } from '../open-house.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'

/** Team → the team whose calendar it goes by, both `source:id`; null = the workspace's. */
export async function findCalendarTeam(house: House, { workspace }: WorkspaceRules): Promise<(team: string) => string | null> {
  const own = new Set(workspace.settings.calendars.flatMap(({ team_id }) => team_id ?? []))
  if (own.size === 0) return () => null
  const parents = await findTeamParents(house.warehouse, workspace.num)
  return (team) => {
    const seen = new Set<string>()
    for (let at: string | undefined = team; at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (own.has(at)) return at
      seen.add(at)
    }
    return null
  }
}
