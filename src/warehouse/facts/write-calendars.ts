// The calendars of a workspace as spans that the dictionary business_time looks moments up in.
import { createHash } from 'node:crypto'
import type { Settings } from '../../contract/settings.ts'
import { type BusinessSpan, businessSpans, type DayRange } from '../../kpi/calendar/business-spans.ts'
import { dayNumber, workCalendar } from '../../kpi/calendar/working-hours.ts'
import type { Warehouse } from '../client.ts'
import { reloadBusinessDictionary } from './business-dictionary.ts'
import { calendarKeys } from './calendar-keys.ts'
import { replaceRows } from './replace-rows.ts'

export type CalendarSettings = Pick<Settings, 'calendars' | 'timezone'>
type Given = { ws: number; settings: CalendarSettings; version: string; now: Date }

const YEARS_BEFORE = 3
const YEARS_AFTER = 3
/** A record dated before this year is a mistake, not a reason for a longer calendar. */
const YEAR_MIN = 1995

/** Writes calendar_spans anew and reloads the dictionary, unless they are already so. */
export async function writeCalendars(warehouse: Warehouse, { ws, settings, version, now }: Given): Promise<void> {
  const range = await daysNeeded(warehouse, ws, now)
  const keys = await calendarKeys(warehouse, ws, settings)
  const calendars = settings.calendars.map((setting) => ({
    calendar: keys.get(setting.team_id ?? '') ?? '0',
    spans: businessSpans(workCalendar(setting), settings.timezone, range),
  }))
  if (await isWritten(warehouse, ws, calendars)) return
  const rows = function* () {
    for (const { calendar, spans } of calendars) for (const span of spans) yield { calendar, ...span }
  }
  await replaceRows(warehouse, { table: 'calendar_spans', ws, keys: ['calendar', 'from_s'], version }, rows())
  await reloadBusinessDictionary(warehouse)
}

/** From three years before the first record to three years ahead. */
async function daysNeeded(warehouse: Warehouse, ws: number, now: Date): Promise<DayRange> {
  const kinds = [
    ['leads', 'created_at'],
    ['deals', 'created_at'],
    ['touches', 'at'],
    ['tasks', 'created_at'],
    ['payments', 'at'],
  ]
  const firsts = kinds.map(([kind, column]) => `SELECT min(${column}) AS first, count() AS n FROM rec_${kind} WHERE ws = ${ws}`)
  const [row] = await warehouse.query<{ year: number }>(
    `SELECT toYear(min(first)) AS year FROM (${firsts.join(' UNION ALL ')}) WHERE n > 0`,
  )
  const year = now.getUTCFullYear()
  // Nothing yet, or a moment of 0.
  const oldest = row === undefined || row.year <= 1970 ? year : row.year
  const first = Math.min(Math.max(oldest, YEAR_MIN), year) - YEARS_BEFORE
  return { from: dayNumber(`${first}-01-01`), to: dayNumber(`${year + YEARS_AFTER + 1}-01-01`) }
}

type Written = { calendar: string; spans: readonly BusinessSpan[] }

/** Where spans begin and which of them work says everything. */
async function isWritten(warehouse: Warehouse, ws: number, calendars: readonly Written[]): Promise<boolean> {
  const rows = await warehouse.query<{ calendar: string; hash: string }>(
    `SELECT calendar, lower(hex(MD5(arrayStringConcat(arraySort(groupArray(from_s * 2 + working)), ',')))) AS hash
     FROM calendar_spans FINAL WHERE ws = ${ws} GROUP BY calendar`,
  )
  const stored = new Map(rows.map(({ calendar, hash }) => [calendar, hash]))
  const hashOf = (spans: readonly BusinessSpan[]) =>
    createHash('md5')
      .update(spans.map(({ from_s, working }) => from_s * 2 + Number(working)).join(','))
      .digest('hex')
  return stored.size === calendars.length && calendars.every(({ calendar, spans }) => stored.get(calendar) === hashOf(spans))
}
