// Values as systems write them, taken leniently: numbers as text, 0 and "" for none, lists as objects, times in many forms.
// What is no value of its kind is passed on as it is: whether a record is good is decided by the warehouse.
import { z } from 'zod'

/** Text of a plain value; null for none, for objects and for lists. */
export function toText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return null
}

/** An id that may be absent: 0 and "0" say so too. */
export function toId(value: unknown): string | null {
  const text = toText(value)
  return text === '0' || text === 'false' || text === 'null' ? null : text
}

/** Seconds or milliseconds since 1970 as ISO 8601; 0 is none. Other text stays. */
export function fromUnix(value: unknown): string | null {
  const text = toText(value)
  if (text === null || text === '0' || text === 'false') return null
  if (!/^-?\d{1,14}(\.\d+)?$/.test(text)) return text
  const number = Number(text)
  return new Date(Math.abs(number) >= 1e11 ? number : number * 1000).toISOString()
}

/**
 * ISO 8601 in UTC, from texts with an offset in any form. Without one the time is UTC where `zone` says so, else it stays
 * local. A date alone stays a date.
 */
export function fromIso(value: unknown, zone: 'utc' | 'local' = 'local'): string | null {
  const text = toText(value)
  if (text === null || /^0000-00-00/.test(text)) return null
  const [, date, clock, offset] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/.exec(text) ?? []
  if (date === undefined) return text
  if (offset === undefined && zone === 'local') return `${date}T${clock}`
  const minutes =
    offset === undefined || /^z$/i.test(offset) ? 'Z' : offset.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, h, m) => `${h}:${m ?? '00'}`)
  const moment = new Date(`${date}T${clock}${minutes}`)
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString()
}

/** PHP writes an empty map as a list and a sparse list as a map. */
export function toList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}

export type Values = Readonly<Record<string, unknown>>
export const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)
export const toValues = (value: unknown): Values => (isValues(value) ? value : {})

const yes = new Set(['true', '1', 'y', 'yes'])
const no = new Set(['false', '0', 'n', 'no'])
export function toBool(value: unknown): boolean | null {
  const word = toText(value)?.toLowerCase()
  if (word === undefined) return null
  return yes.has(word) ? true : no.has(word) ? false : null
}

/** A number, of seconds or places; null when it is none. */
export function toNumber(value: unknown): number | null {
  const text = toText(value)
  if (text === null) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

const loose = z.unknown().optional()
export const wire = {
  /** Names its object: without it there is none. */
  id: loose.transform((value, context) => {
    const id = toId(value)
    if (id === null) context.addIssue({ code: 'custom', message: 'required, but empty' })
    return id ?? ''
  }),
  ref: loose.transform(toId),
  text: loose.transform(toText),
  /** Money and quantities, exact. */
  decimal: loose.transform(toText),
  number: loose.transform(toNumber),
  bool: loose.transform(toBool),
  unix: loose.transform(fromUnix),
  iso: loose.transform((value) => fromIso(value)),
  /** A date that is written with a clock: the day as it is written. */
  date: loose.transform((value) => /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(fromIso(toText(value)?.slice(0, 10)) ?? '')?.[0] ?? null),
  /** Without offset it is UTC. */
  utc: loose.transform((value) => fromIso(value, 'utc')),
  list: loose.transform(toList),
  values: loose.transform(toValues),
  any: loose,
}

/** The earlier of two moments in one form; null is none. */
export function earlier(a: string | null | undefined, b: string | null | undefined): string | null {
  if (!a || !b) return a || b || null
  return a < b ? a : b
}
