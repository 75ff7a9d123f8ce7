// Decides what a period is compared with, so that both sides are seen at the same age: kpis.md, rule 14.
import { Temporal } from 'temporal-polyfill'
import type { Grain } from '../../contract/query.ts'
import { wholeMonths } from './buckets.ts'
import type { Period, Zone } from './framing.ts'

type Days = { from: Temporal.PlainDate; to: Temporal.PlainDate }
export type Compared = { period: Period; shift: (bucket: Days) => Days }

const daysBetween = (a: Temporal.PlainDate, b: Temporal.PlainDate) => a.until(b, { largestUnit: 'days' }).days
const clip = (days: Days, to: Days): Days => {
  const from = Temporal.PlainDate.compare(days.from, to.from) < 0 ? to.from : days.from
  const end = Temporal.PlainDate.compare(days.to, to.to) > 0 ? to.to : days.to
  return { from, to: Temporal.PlainDate.compare(end, from) < 0 ? from : end }
}

export function comparedPeriod(period: Period, compare: 'previous' | 'year', grain: Grain | undefined, zone: Zone): Compared {
  const whole = wholeMonths(period, zone.fiscalStart)
  const months = compare === 'year' ? (grain === 'day' || grain === 'week' ? null : 12) : whole
  const back = compare === 'year' ? 364 : daysBetween(period.from, period.to)
  const move = (day: Temporal.PlainDate) => (months === null ? day.subtract({ days: back }) : day.subtract({ months }))
  const days = { from: move(period.from), to: move(period.to) }
  const asOf = comparedMoment(period, days, whole, zone)
  return { period: { ...days, asOf }, shift: (bucket) => clip({ from: move(bucket.from), to: move(bucket.to) }, days) }
}

/** The moment at which the earlier period is seen. */
function comparedMoment(period: Period, earlier: Days, whole: number | null, zone: Zone): Temporal.Instant {
  const local = period.asOf.toZonedDateTimeISO(zone.timezone)
  const isRunning = Temporal.Instant.compare(period.asOf, period.to.toZonedDateTime(zone.timezone).toInstant()) < 0
  if (isRunning && whole !== null) return sameWorkday(period, earlier, local, zone)
  const distance = isRunning ? daysBetween(earlier.from, period.from) : daysBetween(earlier.to, period.to)
  return local.toPlainDateTime().subtract({ days: distance }).toZonedDateTime(zone.timezone).toInstant()
}

/** The k-th working day of the earlier period, k = working days of this one so far. */
function sameWorkday(period: Period, earlier: Days, local: Temporal.ZonedDateTime, zone: Zone): Temporal.Instant {
  const today = local.toPlainDate()
  let left = 0
  for (let day = period.from; Temporal.PlainDate.compare(day, today) <= 0; day = day.add({ days: 1 })) if (zone.isWorkday(day)) left++
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone.timezone).toInstant()
  if (left === 0) return start(earlier.from)
  for (let day = earlier.from; Temporal.PlainDate.compare(day, earlier.to) < 0; day = day.add({ days: 1 })) {
    if (zone.isWorkday(day)) left--
    if (left > 0) continue
    return zone.isWorkday(today)
      ? day.toPlainDateTime(local.toPlainTime()).toZonedDateTime(zone.timezone).toInstant()
      : start(day.add({ days: 1 }))
  }
  return start(earlier.to)
}
