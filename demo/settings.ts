// The settings of the demo workspace: zone, currency, calendars of the teams. The same hours as in roster.ts.
import { dayText, HOUR, parseDay } from './kyiv-time.ts'
import type { Team } from './people.ts'
import { daysOff, isExtraWorkingDay, teamHours } from './roster.ts'

type Hours = Record<string, [string, string][]>
export type DemoCalendar = {
  team_id: string | null
  hours: Hours
  country: string
  ignore_holidays: boolean
  days_off: string[]
  extra_working_days: string[]
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** A Monday without any holiday. */
const plainMonday = 20_248

const clock = (seconds: number) =>
  `${String(Math.floor(seconds / HOUR)).padStart(2, '0')}:${String((seconds % HOUR) / 60).padStart(2, '0')}`

function hoursOf(team: Team): Hours {
  return Object.fromEntries(
    weekdays.map((name, i) => [name, teamHours(team, plainMonday + i).map(([from, to]) => [clock(from), clock(to)] as [string, string])]),
  )
}

/** Days off and worked Saturdays of many years, so that the settings need not be renewed as the company grows. */
function specialDays(): { off: string[]; extra: string[] } {
  const off: string[] = []
  const extra: string[] = []
  for (let day = parseDay('2020-01-01'); day < parseDay('2041-01-01'); day++) {
    if ((daysOff as readonly string[]).includes(dayText(day).slice(5))) off.push(dayText(day))
    if (isExtraWorkingDay(day)) extra.push(dayText(day))
  }
  return { off, extra }
}

const special = specialDays()

const calendar = (team: Team, id: string | null): DemoCalendar => ({
  team_id: id,
  hours: hoursOf(team),
  country: 'UA',
  ignore_holidays: true,
  days_off: special.off,
  extra_working_days: team === 'kyiv' ? special.extra : [],
})

/** Settings of the workspace the records belong into, by the keys a workspace knows. */
export const demoSettings = {
  timezone: 'Europe/Kyiv',
  currency: 'UAH',
  effective_call_s: 30,
  ideal_customer: {
    all: [
      { field: 'segment', op: 'known', value: true },
      { field: 'size', op: 'in', value: ['11-50', '51-250', '250+'] },
    ],
  },
  calendars: [calendar('kyiv', null), calendar('contact', 'crm:contact'), calendar('kyiv', 'crm:kyiv'), calendar('odesa', 'crm:odesa')],
}
