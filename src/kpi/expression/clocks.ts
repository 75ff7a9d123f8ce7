// Moments on clocks: the local wall clock and the business clock of a calendar, as SQL.
import { call, infix, number, type Sql, text } from '../sql/nodes.ts'
import type { Lowering } from './types.ts'

const localTime = (moment: Sql, lowering: Pick<Lowering, 'timezone'>) => call('toTimeZone', moment, text(lowering.timezone))
/** Local day. */
export const localDay = (moment: Sql, lowering: Pick<Lowering, 'timezone'>): Sql => call('toDate32', localTime(moment, lowering))
const unixSeconds = (moment: Sql): Sql => infix('/', call('toUnixTimestamp64Milli', moment), number(1000))

/**
 * Zones that are or were 14 h ahead.
 * TRICKY (ClickHouse): timezoneOffset gives -10 h there, so the clock is read instead, which takes five times the text.
 */
const zones14hAhead: ReadonlySet<string> = new Set(['Pacific/Kiritimati', 'Pacific/Apia', 'Etc/GMT-14'])
export const hasTrueOffset = (timezone: string) => !zones14hAhead.has(timezone)

/** Seconds on the local wall clock: differences of these are clock durations. */
export function wallSeconds(moment: Sql, lowering: Pick<Lowering, 'timezone'>): Sql {
  const local = localTime(moment, lowering)
  if (hasTrueOffset(lowering.timezone)) return infix('+', unixSeconds(moment), call('timezoneOffset', local))
  const times = (part: Sql, seconds: number) => infix('*', part, number(seconds))
  const day = times(call('toInt64', call('toDate32', local)), 86_400)
  const hours = infix('+', times(call('toHour', local), 3600), times(call('toMinute', local), 60))
  return infix('+', infix('+', day, hours), infix('+', call('toSecond', local), infix('/', call('toMillisecond', local), number(1000))))
}

/** Elapsed business seconds of a calendar at a moment (a cumulative function: only differences mean something). */
export function businessClock(calendar: Sql, moment: Sql): Sql {
  // TRICKY (ClickHouse): a dictionary takes no key that may be null.
  const known = call('assumeNotNull', moment)
  const at = call('toInt64', call('floor', unixSeconds(known)))
  const get = (attribute: string) => call('dictGet', text('business_time'), text(attribute), calendar, at)
  const clock = infix('+', get('done_s'), call('if', get('working'), infix('-', unixSeconds(known), get('start_s')), number(0)))
  return call('if', call('isNull', moment), { node: 'null' }, clock)
}
