// Decides which stretches of time a question is answered over: the period, its buckets, and what they are compared with.
// Local days of the workspace; `to` is exclusive; nothing after as_of has happened.
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../contract/errors.ts'
import type { Grain, Query } from '../../contract/query.ts'
import { bucketsOf } from './buckets.ts'
import { comparedPeriod } from './compare.ts'
import type { Frame, Framing, Period, Zone } from './framing.ts'

type Asked = Pick<Query, 'from' | 'to' | 'last' | 'as_of' | 'compare'> & { grain?: Grain | undefined }

/** Days that can be told of: moments of the warehouse lie between 1900 and 2299. */
const [firstDay, lastDay] = ['1901-01-01', '2298-12-31']
export const isTold = (day: string): boolean => day >= firstDay && day <= lastDay
const earliest = Temporal.Instant.from('1900-01-02T00:00:00Z')

/** The moment asked: as_of, in workspace time where it has no offset, else now. */
export function momentAsked(asOf: string | undefined, now: Temporal.Instant, timezone: string): Temporal.Instant {
  if (asOf === undefined) return now
  const moment = readMoment(asOf, timezone)
  if (!isTold(moment.toString().slice(0, 10))) throw untold('as_of', asOf)
  return moment
}

const untold = (path: string, text: string) =>
  new AppError('bad_usage', `${path} "${text}" lies outside of what can be told`, { path, hint: `days from ${firstDay} to ${lastDay}` })

function readMoment(asOf: string, timezone: string): Temporal.Instant {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return Temporal.PlainDate.from(asOf).toZonedDateTime(timezone).toInstant()
    if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(asOf)) return Temporal.Instant.from(asOf)
    return Temporal.PlainDateTime.from(asOf).toZonedDateTime(timezone).toInstant()
  } catch (cause) {
    // TRICKY (Temporal): the only way to ask whether a text is a moment is to try.
    throw new AppError('bad_usage', `as_of "${asOf}" is not a moment`, {
      path: 'as_of',
      hint: 'write it like 2026-09-30T12:00 or 2026-09-30T12:00:00Z',
      cause,
    })
  }
}

function day(text: string, path: string): Temporal.PlainDate {
  const found = readDay(text, path)
  if (!isTold(found.toString())) throw untold(path, text)
  return found
}

function readDay(text: string, path: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text)
  } catch (cause) {
    // TRICKY (Temporal): as above.
    throw new AppError('bad_usage', `${path} "${text}" is not a day`, { path, hint: 'write it like 2026-09-01', cause })
  }
}

export function resolvePeriod(asked: Asked, now: Temporal.Instant, timezone: string): Period {
  const asOf = momentAsked(asked.as_of, now, timezone)
  const today = asOf.toZonedDateTimeISO(timezone).toPlainDate()
  if (asked.last !== undefined && (asked.from !== undefined || asked.to !== undefined))
    throw new AppError('bad_usage', 'give either last or from and to', { path: 'last' })
  const days = Number.parseInt(asked.last ?? '90d', 10)
  if (days < 1) throw new AppError('bad_usage', 'last needs at least 1d', { path: 'last' })
  const tomorrow = today.add({ days: 1 })
  const to = asked.to === undefined ? tomorrow : day(asked.to, 'to')
  const from = asked.from === undefined ? to.subtract({ days }) : day(asked.from, 'from')
  if (Temporal.PlainDate.compare(from, to) >= 0)
    throw new AppError('bad_usage', `the period ends before it begins: from ${from} to ${to}`, {
      path: 'from',
      hint: '`to` is the day after the last one',
    })
  return { from, to, asOf }
}

/** What is compared may begin before there are moments. */
function startOf(date: Temporal.PlainDate, timezone: string): Temporal.Instant {
  const start = date.toZonedDateTime(timezone).toInstant()
  return Temporal.Instant.compare(start, earliest) < 0 ? earliest : start
}
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) <= 0 ? a : b)

/** Frames of a question: the whole period first, then its buckets; the same of the compared period. */
export function framesOf(asked: Asked, now: Temporal.Instant, zone: Zone): Framing {
  const period = resolvePeriod(asked, now, zone.timezone)
  const frames: Frame[] = []
  const add = (side: Frame['side'], bucket: string | null, span: Period) => {
    const from = startOf(span.from, zone.timezone)
    const until = earlier(startOf(span.to, zone.timezone), span.asOf)
    frames.push({
      no: frames.length,
      side,
      bucket,
      from: from.toString(),
      until: (Temporal.Instant.compare(until, from) < 0 ? from : until).toString(),
      to: startOf(span.to, zone.timezone).toString(),
      asOf: span.asOf.toString(),
    })
  }
  add('current', null, period)
  const buckets = asked.grain === undefined ? [] : bucketsOf(period, asked.grain, zone)
  for (const bucket of buckets) add('current', bucket.label, { ...bucket, asOf: period.asOf })
  if (asked.compare === undefined) return { period, frames }
  const compared = comparedPeriod(period, asked.compare, asked.grain, zone)
  add('previous', null, compared.period)
  for (const bucket of buckets) add('previous', bucket.label, { ...compared.shift(bucket), asOf: compared.period.asOf })
  return { period, frames }
}
