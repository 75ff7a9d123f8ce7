// The key under which a calendar is looked up: one for the workspace (team ''), one for each team with a calendar of its own.
import type { Settings } from '../../contract/settings.ts'
import type { Warehouse } from '../client.ts'

/** Key of the calendar of a team, `source:id`; '' = of the workspace. In SQL: `cityHash64(toUInt32(ws), team)`. */
export async function calendarKeys(
  warehouse: Warehouse,
  ws: number,
  settings: Pick<Settings, 'calendars'>,
): Promise<ReadonlyMap<string, string>> {
  const teams = settings.calendars.map(({ team_id }) => team_id ?? '')
  const rows = await warehouse.query<{ team: string; k: string }>(
    'SELECT team, cityHash64({ws:UInt32}, team) AS k FROM (SELECT arrayJoin({teams:Array(String)}) AS team)',
    { params: { ws, teams } },
  )
  return new Map(rows.map(({ team, k }) => [team, k]))
}
