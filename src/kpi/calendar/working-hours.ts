// What a calendar of the settings means: the working hours of each local day. Knows no zone: a day is counted from
// 1970-01-01, hours are minutes of the wall clock.
import { type Calendar, WEEKDAYS } from '../../contract/calendar.ts'
import { holidayList } from './holidays.ts'

/** Minutes of the wall clock, [start, end). */
export type Interval = readonly [start: number, end: number]

export type WorkCalendar = {
  /** Hours of a local day, in order, touching ones joined; none = a day off. */
  hoursOn: (day: number) => readonly Interval[]
}

const DAY_MS = 86_400_000

/** YYYY-MM-DD → days since 1970-01-01, and back. */
export const dayNumber = (day: string) => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
export const dayText = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

export function workCalendar(setting: Calendar): WorkCalendar {
  const week = WEEKDAYS.map((weekday) =>
    join((setting.hours[weekday] ?? []).map(([start, end]) => [minutes(start), minutes(end)] as const)),
  )
  const firstHours = week.find((hours) => hours.length > 0) ?? []
  const off = new Set(setting.days_off)
  const extra = new Set(setting.extra_working_days)
  const isHoliday = setting.ignore_holidays || setting.country === null ? () => false : holidayList(setting.country)
  const read = (day: number): readonly Interval[] => {
    const text = dayText(day)
    // 1970-01-01 was a Thursday.
    const usual = week[(((day + 3) % 7) + 7) % 7] ?? []
    if (extra.has(text)) return usual.length > 0 ? usual : firstHours
    if (usual.length === 0 || off.has(text) || isHoliday(text)) return []
    return usual
  }
  const known = new Map<number, readonly Interval[]>()
  return {
    hoursOn: (day) => {
      const hours = known.get(day) ?? read(day)
      known.set(day, hours)
      return hours
    },
  }
}

function join(hours: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = []
  for (const [start, end] of hours) {
    const last = joined.at(-1)
    if (last?.[1] === start) joined[joined.length - 1] = [last[0], end]
    else joined.push([start, end])
  }
  return joined
}
