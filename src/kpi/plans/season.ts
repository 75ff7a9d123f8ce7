// How a year falls on its months and a period on its weekdays, by what was reached before. methods.md, plan split.
import { Temporal } from 'temporal-polyfill'
import type { Days } from './past-periods.ts'

/** Whole years before a plan are looked at up to so many. */
const YEARS_MAX = 3

/** The months that a stretch of whole months is made of. */
export function monthsIn({ from, to }: Days): Days[] {
  const months: Days[] = []
  for (let day = Temporal.PlainDate.from(from); day.toString() < to; ) {
    const next = day.with({ day: 1 }).add({ months: 1 })
    months.push({ from: day.toString(), to: next.toString() < to ? next.toString() : to })
    day = next
  }
  return months
}

/** Months of the years before a plan, by year, the latest first: what its split is measured on. */
export function yearsBefore({ from, to }: Days): Days[][] {
  const moved = (day: string, years: number) => Temporal.PlainDate.from(day).subtract({ years }).toString()
  return Array.from({ length: YEARS_MAX }, (_, i) => monthsIn({ from: moved(from, i + 1), to: moved(to, i + 1) }))
}

/**
 * Share of each month of a plan: the mean over two or more whole years of own results, else the last year's, else by working days. A
 * year counts when something came in its first month or before: it was seen whole.
 */
export function monthShares(months: readonly { workdays: number }[], years: readonly (readonly number[])[]): number[] {
  const whole = years.filter((year, i) => {
    const total = year.reduce((sum, value) => sum + value, 0)
    const earlier = years.slice(i + 1).some((older) => older.some((value) => value > 0))
    return total > 0 && year.length === months.length && ((year[0] ?? 0) > 0 || earlier)
  })
  const told = whole.length >= 2 ? whole : whole.slice(0, 1)
  if (told.length === 0) return normal(months.map(({ workdays }) => workdays))
  return normal(
    months.map((_, month) => told.reduce((sum, year) => sum + Math.max(0, year[month]!) / year.reduce((all, value) => all + value, 0), 0)),
  )
}

/** Weight of each weekday, 1 = Monday … 7: what a working day of it brought on average; all alike where nothing was reached. */
export function weekdayWeights(sums: ReadonlyMap<number, number>, workdays: readonly string[]): ReadonlyMap<number, number> {
  const value = (weekday: number) => Math.max(0, sums.get(weekday) ?? 0)
  const weekdays = [1, 2, 3, 4, 5, 6, 7]
  const counts = new Map(weekdays.map((weekday) => [weekday, 0]))
  for (const day of workdays) counts.set(weekdayOf(day), counts.get(weekdayOf(day))! + 1)
  const total = weekdays.reduce((sum, weekday) => sum + (counts.get(weekday)! > 0 ? value(weekday) : 0), 0)
  if (!(total > 0)) return new Map(weekdays.map((weekday) => [weekday, 1]))
  // A weekday that was never worked before counts as a mean one.
  const mean = total / workdays.length
  return new Map(weekdays.map((weekday) => [weekday, counts.get(weekday) ? value(weekday) / counts.get(weekday)! : mean]))
}

const weekdayOf = (day: string) => Temporal.PlainDate.from(day).dayOfWeek

/** Share of one day among the working days of a period; 0 for a day off. */
export function dayShare(day: string, workdays: readonly string[], weights: ReadonlyMap<number, number>): number {
  if (!workdays.includes(day)) return 0
  const weight = (one: string) => weights.get(weekdayOf(one)) ?? 0
  const total = workdays.reduce((sum, one) => sum + weight(one), 0)
  return total > 0 ? weight(day) / total : 1 / workdays.length
}

function normal(parts: readonly number[]): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => (total > 0 ? part / total : 1 / parts.length))
}
