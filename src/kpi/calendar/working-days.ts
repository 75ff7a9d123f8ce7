// Working days: a local day with at least one working hour in the calendar.
import type { Temporal } from 'temporal-polyfill'
import type { Settings } from '../../contract/settings.ts'
import { dayNumber, type WorkCalendar, workCalendar } from './working-hours.ts'

/** How far the next working day is looked for: past the longest closure. */
const DAYS_MAX = 400

const numberOf = (day: Temporal.PlainDate) => dayNumber(day.toString({ calendarName: 'never' }))

/** The calendar of the workspace, the one without a team. */
export function workspaceCalendar(settings: Pick<Settings, 'calendars'>): WorkCalendar {
  const own = settings.calendars.find(({ team_id }) => team_id === null)
  if (own === undefined) throw new Error('settings without a calendar of the workspace')
  return workCalendar(own)
}

export const isWorkday = (calendar: WorkCalendar, day: Temporal.PlainDate): boolean => calendar.hoursOn(numberOf(day)).length > 0

/** Working days in [from, to). */
export function workingDays(calendar: WorkCalendar, from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  let count = 0
  const end = numberOf(to)
  for (let day = numberOf(from); day < end; day++) if (calendar.hoursOn(day).length > 0) count++
  return count
}

/** The first working day after a day; the next day where the calendar has none for more than a year. */
export function nextBusinessDay(calendar: WorkCalendar, day: Temporal.PlainDate): Temporal.PlainDate {
  const start = numberOf(day)
  for (let ahead = 1; ahead <= DAYS_MAX; ahead++) if (calendar.hoursOn(start + ahead).length > 0) return day.add({ days: ahead })
  return day.add({ days: 1 })
}

/** Midnight at which the first working day after the moment's local day ends. */
export function nextBusinessDayEnd(calendar: WorkCalendar, moment: Temporal.Instant, zone: string): Temporal.Instant {
  const day = nextBusinessDay(calendar, moment.toZonedDateTimeISO(zone).toPlainDate())
  return day.add({ days: 1 }).toZonedDateTime(zone).toInstant()
}
