// The calendar a plan of a person goes by: that of their team, as their working days.
import { calendarKeys } from '../../warehouse/facts/calendar-keys.ts'
import { findCalendarsOf } from '../../warehouse/find-plans.ts'
import type { House } from '../open-house.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'
import type { Holder } from './load-plans.ts'

type Wanted = { holder: Holder; moment: { asOf: string }; teamId?: string | null }

/** The wants with the team whose calendar a person's goal goes by; those of teams know theirs. */
export async function withCalendars<W extends Wanted>(
  house: House,
  { workspace }: WorkspaceRules,
  wants: readonly W[],
): Promise<readonly W[]> {
  const { num, settings } = workspace
  const people = wants.flatMap(({ holder }) => (holder.kind === 'person' ? [holder.key] : []))
  if (people.length === 0 || !settings.calendars.some(({ team_id }) => team_id !== null)) return wants
  const at = wants.map(({ moment }) => moment.asOf).reduce((latest, one) => (Date.parse(one) > Date.parse(latest) ? one : latest))
  const [keys, calendars] = await Promise.all([
    calendarKeys(house.warehouse, num, settings),
    findCalendarsOf(house.warehouse, num, [...new Set(people)], at),
  ])
  const teams = new Map([...keys].map(([team, key]) => [key, team]))
  return wants.map((want) =>
    want.holder.kind === 'person' ? { ...want, teamId: teams.get(calendars.get(want.holder.key) ?? '') || null } : want,
  )
}
