// The full periods before a plan's own, of its kind: calendar months before a month, as many days before any other range.
import { Temporal } from 'temporal-polyfill'

export type Days = { from: string; to: string }

/** kpis.md, plan_expected: the mean over so many. */
const PAST_MAX = 8
export const PAST_LEAST = 3

/** Length in whole calendar months where both ends stand on the same day of a month, else null. */
function monthsOf(from: Temporal.PlainDate, to: Temporal.PlainDate): number | null {
  const span = from.until(to, { largestUnit: 'months' })
  return span.days === 0 && span.months > 0 && from.day <= 28 ? span.months : null
}

/** Up to `count` periods right before, the latest first. */
export function pastPeriods({ from, to }: Days, count = PAST_MAX): Days[] {
  const [start, end] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  const months = monthsOf(start, end)
  const days = start.until(end, { largestUnit: 'days' }).days
  const back = (n: number) => (months === null ? start.subtract({ days: days * n }) : start.subtract({ months: months * n }))
  return Array.from({ length: count }, (_, i) => ({ from: back(i + 1).toString(), to: back(i).toString() }))
}

/**
 * The day before which the same share of a period's working days had passed: the day of the next working day, the period's end once
 * all have passed. `workdays`: of that period, in order.
 */
export function sameShareDay({ from, to }: Days, workdays: readonly string[], share: number): string {
  const passed = Math.floor(share * workdays.length + 1e-9)
  if (workdays.length === 0) return share >= 1 ? to : from
  return passed >= workdays.length ? to : workdays[passed]!
}

/** Mean of part ÷ whole over the periods with something in the end; null when they are fewer than three. */
export function meanShare(past: readonly { part: number; whole: number }[]): number | null {
  const told = past.filter(({ whole }) => whole > 0)
  if (told.length < PAST_LEAST) return null
  return told.reduce((sum, { part, whole }) => sum + part / whole, 0) / told.length
}

export const earlierOf = (a: string, b: string): string => (a < b ? a : b)
export const laterOf = (a: string, b: string): string => (a > b ? a : b)
