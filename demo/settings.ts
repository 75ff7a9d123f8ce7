// The settings of the demo workspace: zone, currency, calendars of the teams. The same hours as in roster.ts.
import { dayText, HOUR, monthDay } from './kyiv-time.ts'
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

function specialDays(firstDay: number, lastDay: number): { off: string[]; extra: string[] } {
  const off: string[] = []
  const extra: string[] = []
  for (let day = firstDay - 400; day < lastDay + 400; day++) {
    const { month, date } = monthDay(day)
    const text = `${String(month + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`
    if ((daysOff as readonly string[]).includes(text)) off.push(dayText(day))
    if (isExtraWorkingDay(day)) extra.push(dayText(day))
  }
  return { off, extra }
}

/** Settings by the keys a workspace knows. */
export function demoSettings(firstDay: number, lastDay: number) {
  const { off, extra } = specialDays(firstDay, lastDay)
  const calendar = (team: Team, id: string | null): DemoCalendar => ({
    team_id: id,
    hours: hoursOf(team),
    country: 'UA',
    ignore_holidays: true,
    days_off: off,
    extra_working_days: team === 'kyiv' ? extra : [],
  })
  const began = dayText(firstDay)
  const complete = { leads: began, deals: began, touches: began, payments: began }
  return {
    timezone: 'Europe/Kyiv',
    currency: 'UAH',
    fiscal_year_start: 1,
    credit: 'closer',
    sale_event: 'won',
    purchases: 'deals',
    effective_call_s: 30,
    complete_from: { crm: complete, amo: complete },
    calendars: [calendar('kyiv', null), calendar('contact', 'crm:contact'), calendar('kyiv', 'crm:kyiv'), calendar('odesa', 'crm:odesa')],
  }
}
