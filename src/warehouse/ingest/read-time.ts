// SQL that reads a time or a day: its text in any settled way of writing, or a typed column of Parquet. Steps are levels
// of nested selects, so that no expression is written twice. The zone is the parameter {zone:String}.
import * as forms from '../../contract/records/value-forms.ts'
import { quote } from '../embedded/insert-sql.ts'

const re = (pattern: string) => quote(pattern)
const matches = (value: string, pattern: string) => `match(${value}, ${re(pattern)})`
const reshape = (value: string, pattern: string, to: string) => `replaceRegexpOne(${value}, ${re(pattern)}, ${quote(to)})`

/** Seconds the wall clock of the zone is ahead. TRICKY (ClickHouse): timezoneOffset is a day off beyond 12 hours. */
export function offsetAt(ms: string, zone: string): string {
  const there = `fromUnixTimestamp64Milli(${ms}, ${zone})`
  const wall = `toInt64(toInt32(toDate32(${there}))) * 86400 + toHour(${there}) * 3600 + toMinute(${there}) * 60 + toSecond(${there})`
  return `(${wall} - toInt64(floor((${ms}) / 1000)))`
}

/** Milliseconds of a wall clock in the zone → of the instant: the earlier of two, the later when there is none. */
export function toInstantMs(wall: string, zone = '{zone:String}'): string {
  const day = 86_400_000
  const sure = `assumeNotNull(${wall})`
  const before = `(${sure} - ${offsetAt(`${sure} - ${day}`, zone)} * 1000)`
  const after = `(${sure} - ${offsetAt(`${sure} + ${day}`, zone)} * 1000)`
  const isTrue = (ms: string) => `${ms} + ${offsetAt(ms, zone)} * 1000 = ${sure}`
  // arrayMap over one element gives a value a name.
  const choose = 'multiIf(a, least(x, y), b, x, c, y, greatest(x, y))'
  const chosen = `arrayMap((x, y) -> arrayMap((b, c, a) -> ${choose}, [${isTrue('x')}], [${isTrue('y')}], [${isTrue('x')} AND ${isTrue('y')}])[1], [${before}], [${after}])[1]`
  return `multiIf(${wall} IS NULL, NULL, ${before} = ${after}, ${before}, ${chosen})`
}

/** Day and month swapped into ISO order, one-digit parts padded, a.m. and p.m. left out. */
function toIso(text: string, order: 'dmy' | 'mdy' | 'ymd'): string {
  const head = order === 'ymd' ? '^(\\d{4})[./-](\\d{1,2})[./-](\\d{1,2})' : '^(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4})'
  const turned = reshape(text, head, { dmy: '\\3-\\2-\\1', mdy: '\\3-\\1-\\2', ymd: '\\1-\\2-\\3' }[order])
  const monthPadded = reshape(turned, '^(\\d{4})-(\\d)-', '\\1-0\\2-')
  const dayPadded = reshape(monthPadded, '^(\\d{4}-\\d{2})-(\\d)([^\\d]|$)', '\\1-0\\2\\3')
  const joined = reshape(dayPadded, '^(\\d{4}-\\d{2}-\\d{2})(?:, ?|[ T])', '\\1T')
  const hourPadded = reshape(joined, '^(\\d{4}-\\d{2}-\\d{2})T(\\d):', '\\1T0\\2:')
  return reshape(hourPadded, '\\s?[AaPp][Mm]', '')
}

/** ISO text of `t`, written in order `s`; '' when it is no time. */
function isoText(): string {
  const first = "toUInt8OrZero(extract(t, '^\\\\d+'))"
  const second = "toUInt8OrZero(extract(t, '^\\\\d+[/-](\\\\d+)'))"
  const isDayFirst = `s = 'day_first' OR (s = 'plain' AND (${first} > 12 OR ${first} = ${second}))`
  const isMonthFirst = `s = 'month_first' OR (s = 'plain' AND ${second} > 12)`
  const compact = "concat(substring(t, 1, 4), '-', substring(t, 5, 2), '-', substring(t, 7, 2))"
  return `multiIf(t = '' OR ${matches('t', forms.isoTime)}, t, ${matches('t', forms.compactDate)}, ${compact}, ${matches('t', forms.dottedTime)}, ${toIso('t', 'dmy')}, ${matches('t', forms.yearFirstTime)}, ${toIso('t', 'ymd')}, NOT ${matches('t', forms.slashedTime)}, '', ${isDayFirst}, ${toIso('t', 'dmy')}, ${isMonthFirst}, ${toIso('t', 'mdy')}, '')`
}

const zoneOf = `if(length(i) > 10, extract(substring(i, 12), ${re(forms.timeOffset)}), '')`

/** Milliseconds of the wall clock that `i` shows, not more than that; NULL when there is no such day. */
function wallMs(): string {
  const seconds = "toFloat64OrZero(replaceAll(extract(substring(i, 17), '^:([\\\\d.,]+)'), ',', '.'))"
  const hour = 'toInt64(toUInt8OrZero(substring(i, 12, 2)))'
  const noon = `multiIf(NOT ${matches('t', '[AaPp][Mm]')}, 0, ${matches('t', '[Pp]')} AND ${hour} < 12, 43200000, ${matches('t', '[Aa]')} AND ${hour} = 12, -43200000, 0)`
  const clock = `${hour} * 3600000 + toInt64(toUInt8OrZero(substring(i, 15, 2))) * 60000 + toInt64(round(${seconds} * 1000)) + ${noon}`
  const date = 'toDate32OrNull(substring(i, 1, 10))'
  const isDay = `${matches('i', forms.isoTime)} AND ifNull(toString(${date}) = substring(i, 1, 10), false)`
  return `if(${isDay}, toInt64(toInt32(${date})) * 86400000 + if(length(i) > 10, ${clock}, 0), NULL)`
}

function instantMs(): string {
  const digits = `replaceAll(replaceAll(replaceAll(${zoneOf}, ':', ''), '-', ''), '+', '')`
  const minutes = `toInt64(toUInt8OrZero(substring(${digits}, 1, 2))) * 60 + toInt64(toUInt8OrZero(substring(${digits}, 3, 2)))`
  const fromZone = `w - if(startsWith(${zoneOf}, '-'), -1, 1) * (${minutes}) * 60000`
  const whole = "toInt64OrZero(extract(t, '^-?\\\\d+'))"
  const fromUnix = `if(abs(${whole}) >= 100000000000, ${whole}, toInt64(round(toFloat64OrZero(t) * 1000)))`
  return `multiIf(${matches('t', forms.unixTime)}, ${fromUnix}, w IS NULL, NULL, ${zoneOf} != '', ${fromZone}, ${toInstantMs('w')})`
}

/** 1900-01-01 and 2299-12-31, in milliseconds: what the engine can hold. */
const MS_MIN = -2_208_988_800_000
const MS_MAX = 10_413_705_600_000

export type TimeColumn = {
  levels: readonly (readonly string[])[]
  /** Nullable(Int64): milliseconds of the instant. */
  ms: string
  precision: string
  /** Nullable(Date32): the local day. */
  day: string
  isUnknown: string
  isBad: string
  reason: string
}

const localDay = (ms: string) => `toDate32(fromUnixTimestamp64Milli(assumeNotNull(${ms}), {zone:String}))`

/** All text columns of times are read side by side, as arrays: the engine plans the long expressions once, not per column. */
export function textTimeLevels(columns: readonly { name: string; dates: forms.DateOrder }[]): string[][] {
  if (columns.length === 0) return []
  const texts = `[${columns.map(({ name }) => `\`t_${name}\``).join(', ')}]`
  const orders = `[${columns.map(({ dates }) => quote(dates)).join(', ')}]`
  return [
    [`${texts} AS time_texts`, `arrayMap((t, s) -> ${isoText()}, ${texts}, ${orders}) AS time_isos`],
    [`arrayMap((t, i) -> ${wallMs()}, time_texts, time_isos) AS time_walls`],
    [`arrayMap((t, i, w) -> ${instantMs()}, time_texts, time_isos, time_walls) AS time_ms`],
  ]
}

/** Column number `at`, from 1, of those read by textTimeLevels. */
export function timeFromText(name: string, at: number): TimeColumn {
  const t = `\`t_${name}\``
  const ms = `time_ms[${at}]`
  const iso = `time_isos[${at}]`
  const wall = `time_walls[${at}]`
  const zone = zoneOf.replaceAll('(i)', `(${iso})`).replaceAll('(i,', `(${iso},`)
  return {
    levels: [],
    ms,
    precision: `multiIf(${wall} IS NULL OR ${zone} != '', 0, length(${iso}) = 10, 2, 1)`,
    day: `if(${wall} IS NOT NULL AND ${zone} = '', toDate32OrNull(substring(${iso}, 1, 10)), ${localDay(ms)})`,
    isUnknown: `${t} = ''`,
    isBad: `(${t} != '' AND ifNull(${ms} NOT BETWEEN ${MS_MIN} AND ${MS_MAX}, 1))`,
    reason: `if(${iso} = '' AND ${matches(t, forms.slashedTime)}, 'day and month cannot be told apart, write 2026-03-05', 'not a time: write ISO 8601 or Unix seconds, 1900 to 2299')`,
  }
}

/** A column of nothing but whole instants, as raw-table.ts looked for them: the engine plans a tenth of the text of the general way. */
export function timeFromInstant(name: string): TimeColumn {
  const [t, ms] = [`\`t_${name}\``, `\`m_${name}\``]
  const levels = [[`toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${t}, 3, 'UTC')) AS ${ms}`]]
  return { levels, ms, precision: '0', day: localDay(ms), isUnknown: `${t} = ''`, isBad: '0', reason: "''" }
}

/** A typed column of Parquet, `r_x`. */
export function timeFromTyped(name: string, form: 'int' | 'float' | 'instant' | 'local' | 'date'): TimeColumn {
  const [raw, wall, ms] = [`\`r_${name}\``, `\`w_${name}\``, `\`m_${name}\``]
  const isWall = form === 'local' || form === 'date'
  const value = {
    instant: `toUnixTimestamp64Milli(${raw})`,
    local: `toUnixTimestamp64Milli(${raw})`,
    date: `toInt64(toInt32(${raw})) * 86400000`,
    int: `if(abs(${raw}) >= 100000000000, ${raw}, ${raw} * 1000)`,
    float: `if(isNaN(${raw}), NULL, toInt64(round(if(abs(${raw}) >= 100000000000, ${raw}, ${raw} * 1000))))`,
  }[form]
  return {
    levels: [[`${value} AS ${wall}`], [`${isWall ? toInstantMs(wall) : wall} AS ${ms}`]],
    ms,
    precision: { instant: '0', local: '1', date: '2', int: '0', float: '0' }[form],
    day: form === 'date' ? raw : localDay(ms),
    isUnknown: `${wall} IS NULL`,
    isBad: form === 'instant' || form === 'date' ? '0' : `(${ms} IS NOT NULL AND ifNull(${ms} NOT BETWEEN ${MS_MIN} AND ${MS_MAX}, 1))`,
    reason: "'not a time between 1900 and 2299'",
  }
}
