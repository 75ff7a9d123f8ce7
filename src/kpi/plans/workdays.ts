// Working days as lists of local days: of a calendar, before a day, from a day on.
import { Temporal } from 'temporal-polyfill'

/** Longer stretches are mistakes. */
const DAYS_MAX = 4000

/** Days of [from, to) that are worked, in order. */
export function daysWorked(isWorkday: (day: Temporal.PlainDate) => boolean, { from, to }: { from: string; to: string }): string[] {
  const days: string[] = []
  let day = Temporal.PlainDate.from(from)
  for (let n = 0; n < DAYS_MAX && day.toString() < to; n++, day = day.add({ days: 1 })) if (isWorkday(day)) days.push(day.toString())
  return days
}

export const daysBefore = (days: readonly string[], day: string): number => days.filter((one) => one < day).length
export const daysFrom = (days: readonly string[], day: string): number => days.filter((one) => one >= day).length
export const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

/** The moment a local day begins. */
export const startOf = (day: string, timezone: string): string =>
  Temporal.PlainDate.from(day).toZonedDateTime(timezone).toInstant().toString()
export const localDay = (moment: string, timezone: string): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(timezone).toPlainDate().toString()
