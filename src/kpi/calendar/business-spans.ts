// Business time as a cumulative function: continuous spans of the whole time line, each with the business seconds elapsed
// before it. A real second works when the wall clock shows working hours, so the days of a clock change come out right.
import { Temporal } from 'temporal-polyfill'
import type { WorkCalendar } from './working-hours.ts'

/** Unix seconds, `to_s` inclusive: the next span begins one second later. A working span lies within one local day. */
export type BusinessSpan = { from_s: number; to_s: number; done_s: number; working: boolean }

/** Local days [from, to), days since 1970-01-01: outside them nothing works. */
export type DayRange = { from: number; to: number }

/** 0001-01-01 and 9999-12-31: any moment a record can hold. */
export const FIRST_S = -62_135_596_800
export const LAST_S = 253_402_300_799

const DAY_S = 86_400

type Offset = { from: number; to: number; offset: number }

/** Stretches of real time with one offset of the zone, that cover the local days. */
function offsets(zone: string, range: DayRange): Offset[] {
  const at = (day: number) => Temporal.Instant.fromEpochMilliseconds(day * DAY_S * 1000).toZonedDateTimeISO(zone)
  const end = (range.to + 2) * DAY_S
  const list: Offset[] = []
  let now: Temporal.ZonedDateTime | null = at(range.from - 2)
  while (now !== null) {
    const next: Temporal.ZonedDateTime | null = now.getTimeZoneTransition('next')
    const to: number = next === null ? end : Math.min(end, next.epochMilliseconds / 1000)
    list.push({ from: now.epochMilliseconds / 1000, to, offset: now.offsetNanoseconds / 1e9 })
    now = to < end ? next : null
  }
  return list
}

type Stretch = { day: number; start: number; end: number }

function workingStretches(calendar: WorkCalendar, zone: string, range: DayRange): Stretch[] {
  const stretches: Stretch[] = []
  for (const { from, to, offset } of offsets(zone, range)) {
    const first = Math.max(range.from, Math.floor((from + offset) / DAY_S))
    const last = Math.min(range.to - 1, Math.floor((to + offset - 1) / DAY_S))
    for (let day = first; day <= last; day++) {
      for (const [opens, closes] of calendar.hoursOn(day)) {
        const start = Math.max(from, day * DAY_S + opens * 60 - offset)
        const end = Math.min(to, day * DAY_S + closes * 60 - offset)
        if (end <= start) continue
        const previous = stretches.at(-1)
        if (previous?.end === start && previous.day === day) previous.end = end
        else stretches.push({ day, start, end })
      }
    }
  }
  return stretches
}

/** The first and the last span do not work. */
export function businessSpans(calendar: WorkCalendar, zone: string, range: DayRange): BusinessSpan[] {
  const spans: BusinessSpan[] = []
  let free = FIRST_S
  let done = 0
  for (const { start, end } of workingStretches(calendar, zone, range)) {
    if (start > free) spans.push({ from_s: free, to_s: start - 1, done_s: done, working: false })
    spans.push({ from_s: start, to_s: end - 1, done_s: done, working: true })
    done += end - start
    free = end
  }
  spans.push({ from_s: free, to_s: LAST_S, done_s: done, working: false })
  return spans
}

/** The span that holds a moment, in Unix seconds with fractions. */
export function spanAt(spans: readonly BusinessSpan[], moment: number): BusinessSpan {
  let low = 0
  let high = spans.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((spans[middle]?.from_s ?? FIRST_S) <= moment) low = middle
    else high = middle - 1
  }
  return spans[low] ?? { from_s: FIRST_S, to_s: LAST_S, done_s: 0, working: false }
}

/** Business seconds elapsed before a moment; only differences mean something. */
export function businessClock(spans: readonly BusinessSpan[], moment: number): number {
  const span = spanAt(spans, moment)
  return span.done_s + (span.working ? moment - span.from_s : 0)
}

/** Business seconds between two moments; 0 when the end is before the start. */
export function businessSeconds(spans: readonly BusinessSpan[], start: number, end: number): number {
  return Math.max(0, businessClock(spans, end) - businessClock(spans, start))
}
