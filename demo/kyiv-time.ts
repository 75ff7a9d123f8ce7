// Instants are Unix seconds, days are days since 1970-01-01 of the local calendar of Europe/Kyiv.
// Pure arithmetic with the European summer time rule: no clock, no zone database.

export const DAY = 86_400
export const HOUR = 3_600
export const MINUTE = 60

/** Summer time of a year; the mean length of a year finds it well enough, for it lies far from New Year. */
const switches = new Map<number, readonly [number, number]>()

/** Last Sunday of a month, 01:00 UTC. */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0) / 1000
  const weekday = (Math.floor(last / DAY) + 4) % 7
  return last - weekday * DAY + HOUR
}

function offsetAt(at: number): number {
  const year = 1970 + Math.floor(at / 31_556_952)
  let span = switches.get(year)
  if (!span) {
    span = [lastSunday(year, 2), lastSunday(year, 9)]
    switches.set(year, span)
  }
  return at >= span[0] && at < span[1] ? 3 * HOUR : 2 * HOUR
}

/** Local day of an instant. */
export const dayOf = (at: number): number => Math.floor((at + offsetAt(at)) / DAY)

/** Seconds since local midnight. */
export const clockOf = (at: number): number => (at + offsetAt(at)) % DAY

/** Instant of a local day and wall clock. */
export function instant(day: number, clock = 0): number {
  const wall = day * DAY + clock
  return wall - offsetAt(wall - 2 * HOUR)
}

/** 0 = Monday … 6 = Sunday. */
export const weekdayOf = (day: number): number => (day + 3) % 7

export const parseDay = (text: string): number => Math.floor(Date.parse(`${text}T00:00:00Z`) / 1000 / DAY)

const dayTexts = new Map<number, string>()

/** 2026-11-21 */
export function dayText(day: number): string {
  let text = dayTexts.get(day)
  if (!text) {
    text = new Date(day * DAY * 1000).toISOString().slice(0, 10)
    dayTexts.set(day, text)
  }
  return text
}

const two = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'))

/** 2026-11-21T10:05:00+02:00 */
export function timeText(at: number): string {
  const whole = Math.floor(at)
  const offset = offsetAt(whole)
  const wall = whole + offset
  const clock = wall % DAY
  const hours = two[Math.floor(clock / HOUR)]
  return `${dayText(Math.floor(wall / DAY))}T${hours}:${two[Math.floor(clock / 60) % 60]}:${two[clock % 60]}${offset === 3 * HOUR ? '+03:00' : '+02:00'}`
}

export type MonthDay = { year: number; month: number; date: number }

/** Month counts from 0. */
export function monthDay(day: number): MonthDay {
  const text = dayText(day)
  return { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)) - 1, date: Number(text.slice(8, 10)) }
}

/** First day of the month that lies `months` after the month of `day`. */
export function monthStart(day: number, months = 0): number {
  const { year, month } = monthDay(day)
  return Date.UTC(year, month + months, 1) / 1000 / DAY
}
