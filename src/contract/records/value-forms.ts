// How dates and numbers may be written in text. One list of patterns for the two who need it: the look at a whole
// column that settles its way of writing, and the reading in SQL. Written in the part of regex both engines know.

/** Which way a text column writes its dates and numbers. `plain`: only what can be read one way is read. */
export type ColumnStyle = { dates?: DateOrder; decimals?: DecimalMark }
export type DateOrder = 'plain' | 'day_first' | 'month_first'
export type DecimalMark = 'plain' | '.' | ','

const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::(?:[0-5]\\d|60)(?:[.,]\\d{1,9})?)?'
const offset = '(?:Z|z|[+-]\\d{2}(?::?\\d{2})?)'

/** `2026-03-05`, `2026-03-05T10:20:30.5+02:00`, `2026-03-05 10:20`. */
export const isoTime = `^\\d{4}-\\d{2}-\\d{2}(?:[T ]${clock}\\s?${offset}?)?$`
export const timeOffset = `${offset}$`
/** Seconds since 1970, or milliseconds when there are 12 digits or more. Eight digits are a date, four would be a year. */
export const unixTime = '^-?(?:\\d{1,3}|\\d{5,7}|\\d{9,14}(?:\\.\\d+)?)$'
export const compactDate = '^(?:19|20|21)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])$'

const looseClock = '(?:(?:[ T]|, ?)\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?\\s?(?:[AaPp][Mm])?\\s?(?:Z|[+-]\\d{2}(?::?\\d{2})?)?)?$'
/** `5.3.2026 9:20`: with dots the day is first everywhere. */
export const dottedTime = `^\\d{1,2}\\.\\d{1,2}\\.\\d{4}${looseClock}`
/** `5/3/2026` or `5-3-2026`: who is first must be settled. */
export const slashedTime = `^\\d{1,2}(?:/\\d{1,2}/|-\\d{1,2}-)\\d{4}${looseClock}`
/** `2026/3/5`, `2026.03.05`, `2026-3-5`. */
export const yearFirstTime = `^\\d{4}(?:/\\d{1,2}/|\\.\\d{1,2}\\.|-\\d{1,2}-)\\d{1,2}${looseClock}`

/** Spaces and apostrophes that group digits; the no-break ones are turned into a space before reading. */
export const oddSpaces = '[\u00a0\u202f\u2009\u2007]'
const grouped = (separator: string) => `[1-9]\\d{0,2}(?:${separator}\\d{3})+`
const whole = (own: string) => `(?:\\d+|${grouped(' ')}|${grouped("['’]")}|${grouped(own)})`
export const plainNumber = '^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?$'
/** `1,234.5`, `1 234.5` */
export const pointNumber = `^[+-]?${whole(',')}(?:\\.\\d*)?$`
/** `1.234,5`, `1 234,5`, `0,5` */
export const commaNumber = `^[+-]?${whole('\\.')}(?:,\\d*)?$`
