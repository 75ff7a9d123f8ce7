// The working days a plan goes by: those of its team's own calendar, else of the workspace's.
import type { Temporal } from 'temporal-polyfill'
import { isWorkday } from '../../kpi/calendar/working-days.ts'
import { workCalendar } from '../../kpi/calendar/working-hours.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'

/** `teamId`: as calendars name teams, `source:id`. */
export function workdayOf({ workspace, zone }: WorkspaceRules, teamId: string | null | undefined): (day: Temporal.PlainDate) => boolean {
  const own = workspace.settings.calendars.find(({ team_id }) => team_id !== null && team_id === teamId)
  if (own === undefined) return zone.isWorkday
  const calendar = workCalendar(own)
  return (day) => isWorkday(calendar, day)
}
