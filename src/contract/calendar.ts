// A business calendar as it is written in the settings: hours of the week, a country's holidays, own days off and on.

import { z } from 'zod'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export type Weekday = (typeof WEEKDAYS)[number]

const clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write a time as HH:MM, 00:00 to 24:00')

const interval = z.tuple([clock, clock]).refine(([start, end]) => start < end, {
  error: 'an interval ends after it starts; a shift over midnight is two intervals, until 24:00 and from 00:00',
})

const intervals = z
  .array(interval)
  .max(12)
  .refine((list) => list.every(([start], i) => i === 0 || list[i - 1]![1] <= start), {
    error: 'intervals of a day stand in order and do not overlap',
  })

/** A local day, YYYY-MM-DD. */
export const localDay = z.string().refine(isDay, { error: 'write a day as YYYY-MM-DD' })

const country = z.string().refine(isCountry, { error: 'write an ISO 3166 country code such as UA, or one with a region such as DE-BY' })

const hours = z.partialRecord(z.enum(WEEKDAYS), intervals)

export const calendar = z
  .strictObject({
    team_id: z.string().min(1).nullable().default(null),
    hours: hours.default({
      mon: [['09:00', '18:00']],
      tue: [['09:00', '18:00']],
      wed: [['09:00', '18:00']],
      thu: [['09:00', '18:00']],
      fri: [['09:00', '18:00']],
    }),
    country: country.nullable().default(null),
    ignore_holidays: z.boolean().default(true),
    days_off: z.array(localDay).max(2000).default([]),
    extra_working_days: z.array(localDay).max(2000).default([]),
  })
  .check((context) => {
    const { days_off, extra_working_days } = context.value
    for (const [i, day] of extra_working_days.entries()) {
      if (!days_off.includes(day)) continue
      context.issues.push({ code: 'custom', input: day, path: ['extra_working_days', i], message: `${day} is a day off as well` })
    }
  })

export type Calendar = z.infer<typeof calendar>

/** One calendar of the workspace (team_id null) and at most one of each team. */
export const calendars = z
  .array(calendar)
  .max(500)
  .check((context) => {
    const seen = new Set<string | null>()
    for (const [i, { team_id }] of context.value.entries()) {
      if (seen.has(team_id)) {
        const whose = team_id === null ? 'of the workspace' : `of team ${team_id}`
        context.issues.push({ code: 'custom', input: team_id, path: [i, 'team_id'], message: `a second calendar ${whose}` })
      }
      seen.add(team_id)
    }
    if (!seen.has(null)) {
      context.issues.push({
        code: 'custom',
        input: context.value,
        path: [],
        message: 'the calendar of the workspace (team_id: null) is missing',
      })
    }
  })

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const time = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

function isCountry(value: string): boolean {
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(value)) return false
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(value.slice(0, 2)) !== undefined
}
