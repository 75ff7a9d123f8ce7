// Decides where a period is cut: local days, ISO weeks, months, fiscal quarters and years; the first and last are cut by the period.
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../contract/errors.ts'
import type { Grain } from '../../contract/query.ts'
import type { Period, Zone } from './framing.ts'

export type Bucket = { label: string; from: Temporal.PlainDate; to: Temporal.PlainDate }

const bucketsMax = 1000
const two = (value: number) => String(value).padStart(2, '0')

/** First day of the fiscal year a day lies in; it is named after the calendar year it begins in. */
export function fiscalYearStart(day: Temporal.PlainDate, fiscalStart: number): Temporal.PlainDate {
  const start = day.with({ month: fiscalStart, day: 1 })
  return Temporal.PlainDate.compare(start, day) <= 0 ? start : start.subtract({ years: 1 })
}

function unitOf(
  day: Temporal.PlainDate,
  grain: Grain,
  fiscalStart: number,
): { label: string; start: Temporal.PlainDate; next: Temporal.PlainDate } {
  if (grain === 'day') return { label: day.toString(), start: day, next: day.add({ days: 1 }) }
  if (grain === 'week') {
    const start = day.subtract({ days: day.dayOfWeek - 1 })
    return { label: `${day.yearOfWeek}-W${two(day.weekOfYear ?? 0)}`, start, next: start.add({ days: 7 }) }
  }
  if (grain === 'month') {
    const start = day.with({ day: 1 })
    return { label: start.toString().slice(0, 7), start, next: start.add({ months: 1 }) }
  }
  const year = fiscalYearStart(day, fiscalStart)
  const name = fiscalStart === 1 ? String(year.year) : `FY${year.year}`
  if (grain === 'year') return { label: name, start: year, next: year.add({ years: 1 }) }
  const quarter = Math.floor(((day.month - fiscalStart + 12) % 12) / 3)
  const start = year.add({ months: 3 * quarter })
  return { label: `${name}-Q${quarter + 1}`, start, next: start.add({ months: 3 }) }
}

export function bucketsOf(period: Pick<Period, 'from' | 'to'>, grain: Grain, zone: Pick<Zone, 'fiscalStart'>): Bucket[] {
  const buckets: Bucket[] = []
  let from = period.from
  while (Temporal.PlainDate.compare(from, period.to) < 0) {
    const unit = unitOf(from, grain, zone.fiscalStart)
    const to = Temporal.PlainDate.compare(unit.next, period.to) < 0 ? unit.next : period.to
    buckets.push({ label: unit.label, from, to })
    if (buckets.length > bucketsMax)
      throw new AppError('bad_usage', `more than ${bucketsMax} buckets`, { path: 'grain', hint: 'ask a coarser grain or a shorter period' })
    from = to
  }
  return buckets
}

/** The whole calendar (fiscal) month, quarter or year that a period is, if it is one: its length in months. */
export function wholeMonths(period: Pick<Period, 'from' | 'to'>, fiscalStart: number): 1 | 3 | 12 | null {
  for (const [grain, months] of [
    ['month', 1],
    ['quarter', 3],
    ['year', 12],
  ] as const) {
    const unit = unitOf(period.from, grain, fiscalStart)
    if (unit.start.equals(period.from) && unit.next.equals(period.to)) return months
  }
  return null
}
