import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type Calendar, calendar } from '../../contract/calendar.ts'
import { businessSeconds, businessSpans, FIRST_S, LAST_S, spanAt } from './business-spans.ts'
import { dayNumber, dayText, workCalendar } from './working-hours.ts'

const week = (hours: [string, string][]) => Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, hours]))
const setting = (given: Partial<Calendar> = {}) => calendar.parse({ hours: week([['09:00', '18:00']]), ...given })
const spansOf = (given: Partial<Calendar>, zone: string, from: string, to: string) =>
  businessSpans(workCalendar(setting(given)), zone, { from: dayNumber(from), to: dayNumber(to) })
const at = (text: string) => Date.parse(text) / 1000

test('spans follow one another without a gap from the first moment to the last, with growing work', () => {
  const spans = spansOf(
    {
      hours: week([
        ['09:00', '13:00'],
        ['14:00', '18:00'],
      ]),
    },
    'Europe/Kyiv',
    '2024-01-01',
    '2025-01-01',
  )
  expect(spans[0]).toMatchObject({ from_s: FIRST_S, working: false, done_s: 0 })
  expect(spans.at(-1)).toMatchObject({ to_s: LAST_S, working: false })
  for (const [i, span] of spans.slice(1).entries()) {
    const before = spans[i]!
    expect(span.from_s).toBe(before.to_s + 1)
    expect(span.done_s).toBe(before.done_s + (before.working ? span.from_s - before.from_s : 0))
  }
})

test('a calendar without hours is one span in which nothing works', () => {
  const spans = spansOf({ hours: {} }, 'UTC', '2024-01-01', '2025-01-01')
  expect(spans).toEqual([{ from_s: FIRST_S, to_s: LAST_S, done_s: 0, working: false }])
})

test('outside the years asked nothing works', () => {
  const spans = spansOf({}, 'UTC', '2024-01-01', '2025-01-01')
  expect(businessSeconds(spans, at('2023-12-01T00:00:00Z'), at('2024-01-01T09:00:00Z'))).toBe(0)
  expect(businessSeconds(spans, at('2024-12-31T18:00:00Z'), at('2026-01-01T00:00:00Z'))).toBe(0)
})

test('parts of a second count', () => {
  const spans = spansOf({}, 'UTC', '2024-01-01', '2025-01-01')
  expect(businessSeconds(spans, at('2024-03-05T10:00:00Z') + 0.25, at('2024-03-05T10:00:01Z'))).toBe(0.75)
  expect(spanAt(spans, at('2024-03-05T08:59:59Z') + 0.999).working).toBe(false)
  expect(spanAt(spans, at('2024-03-05T09:00:00Z')).working).toBe(true)
  expect(spanAt(spans, at('2024-03-05T18:00:00Z')).working).toBe(false)
})

test('a night shift loses the hour that spring skips and works the hour that autumn repeats', () => {
  const hours = { sat: [['22:00', '24:00']], sun: [['00:00', '06:00']] } as Calendar['hours']
  const spans = spansOf({ hours }, 'Europe/Kyiv', '2024-01-01', '2025-01-01')
  const night = (saturday: string) => businessSeconds(spans, at(`${saturday}T12:00:00Z`), at(`${saturday}T12:00:00Z`) + 86_400) / 3600
  expect(night('2024-03-23')).toBe(8)
  expect(night('2024-03-30')).toBe(7)
  expect(night('2024-10-26')).toBe(9)
})

test('hours that lie within the skipped hour do not happen, within the repeated one they happen twice', () => {
  const spans = spansOf({ hours: { sun: [['03:15', '03:45']] } }, 'Europe/Kyiv', '2024-01-01', '2025-01-01')
  const day = (date: string) => businessSeconds(spans, at(`${date}T00:00:00Z`) - 43_200, at(`${date}T00:00:00Z`) + 86_400) / 60
  expect(day('2024-03-31')).toBe(0)
  expect(day('2024-10-27')).toBe(60)
  expect(day('2024-06-02')).toBe(30)
})

test('a zone that changes at midnight and one that left out a whole day', () => {
  const always = { hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]])) }
  const santiago = spansOf(always as Partial<Calendar>, 'America/Santiago', '2023-01-01', '2025-01-01')
  expect(businessSeconds(santiago, at('2023-09-02T12:00:00Z'), at('2023-09-04T12:00:00Z'))).toBe(2 * 86_400)
  const apia = spansOf({ hours: { fri: [['09:00', '10:00']] } }, 'Pacific/Apia', '2011-01-01', '2012-02-01')
  // Friday 30 December 2011 was left out.
  expect(businessSeconds(apia, at('2011-12-28T00:00:00Z'), at('2012-01-04T00:00:00Z'))).toBe(0)
})

const clock = fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15)
const intervals = fc.uniqueArray(clock, { minLength: 0, maxLength: 6 }).map((list) => {
  const sorted = list.toSorted((a, b) => a - b)
  const text = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return Array.from(
    { length: Math.floor(sorted.length / 2) },
    (_, i) => [text(sorted[2 * i]!), text(sorted[2 * i + 1]!)] as [string, string],
  )
})
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const zones = ['Europe/Kyiv', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kolkata', 'UTC']
const days = fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { maxLength: 4 })

test('business minutes are the minutes of the wall clock that lie within hours, counted one by one', () => {
  const first = ['2024-03-20', '2024-10-18', '2024-03-30', '2024-08-28'].map(dayNumber)
  const property = fc.property(
    fc.tuple(...weekdays.map(() => intervals)),
    fc.constantFrom(...zones),
    fc.constantFrom(...first),
    days,
    days,
    fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 6_000 })),
    (hours, zone, start, off, extra, [after, length]) => {
      const text = (list: number[]) => list.map((day) => dayText(start + day))
      const given = setting({
        hours: Object.fromEntries(weekdays.map((weekday, i) => [weekday, hours[i]!])),
        days_off: text(off.filter((day) => !extra.includes(day))),
        extra_working_days: text(extra),
      })
      const spans = businessSpans(workCalendar(given), zone, { from: start, to: start + 30 })
      const begin = start * 1440 + after
      const counted = countMinutes(given, zone, begin, begin + length, { from: start, to: start + 30 })
      expect(businessSeconds(spans, begin * 60, (begin + length) * 60) / 60).toBe(counted)
    },
  )
  fc.assert(property, { seed: 20240305, numRuns: 60 })
})

/** Minute by minute, in UTC minutes since 1970, straight from the setting. */
function countMinutes(given: Calendar, zone: string, from: number, to: number, range: { from: number; to: number }): number {
  const firstHours = weekdays.map((weekday) => given.hours[weekday] ?? []).find((hours) => hours.length > 0) ?? []
  let count = 0
  for (let minute = from; minute < to; minute++) {
    const local = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(zone)
    const day = local.toPlainDate().toString()
    if (dayNumber(day) < range.from || dayNumber(day) >= range.to) continue
    const usual = given.hours[weekdays[local.dayOfWeek - 1]!] ?? []
    const extra = usual.length > 0 ? usual : firstHours
    const hours = given.extra_working_days.includes(day) ? extra : given.days_off.includes(day) ? [] : usual
    const time = local.toPlainTime().toString().slice(0, 5)
    if (hours.some(([opens, closes]) => opens <= time && time < closes)) count++
  }
  return count
}
