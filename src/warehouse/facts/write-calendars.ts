// The calendars of a workspace as spans that the dictionary business_time looks moments up in, and the days people work by them.
import { createHash } from 'node:crypto'
import type { Settings } from '../../contract/settings.ts'
import { type BusinessSpan, businessSpans, type DayRange } from '../../kpi/calendar/business-spans.ts'
import { dayNumber, dayText, workCalendar } from '../../kpi/calendar/working-hours.ts'
import type { Warehouse } from '../client.ts'
import { reloadBusinessDictionary } from './business-dictionary.ts'
import { calendarKeys } from './calendar-keys.ts'
import { replaceRows } from './replace-rows.ts'
import { writePersonDays } from './write-person-days.ts'

export type CalendarSettings = Pick<Settings, 'calendars' | 'timezone'>
type Given = { ws: number; settings: CalendarSettings; version: string; now: Date }

const YEARS_BEFORE = 3
const YEARS_AFTER = 3
/** A record dated before this year is a mistake, no reason for a longer calendar. */
const YEAR_MIN = 1995

/** Writes calendar_spans anew and reloads the dictionary, unless they are already so; then person_days. After writePeople. */
export async function writeCalendars(warehouse: Warehouse, { ws, settings, version, now }: Given): Promise<void> {
  const range = await daysNeeded(warehouse, ws, now)
  const keys = await calendarKeys(warehouse, ws, settings)
  const calendars = settings.calendars.map((setting) => ({
    calendar: keys.get(setting.team_id ?? '') ?? '0',
    spans: businessSpans(workCalendar(setting), settings.timezone, range),
  }))
  if (!(await isWritten(warehouse, ws, calendars))) {
    const rows = function* () {
      for (const { calendar, spans } of calendars) for (const span of spans) yield { calendar, ...span }
    }
    await replaceRows(warehouse, { table: 'calendar_spans', ws, keys: ['calendar', 'from_s'], version }, rows())
    await reloadBusinessDictionary(warehouse)
  }
  await writePersonDays(warehouse, { ws, timezone: settings.timezone, version, from: dayText(range.firstRecord), to: dayText(range.to) })
}

/** From three years before the first record to three years ahead. */
async function daysNeeded(warehouse: Warehouse, ws: number, now: Date): Promise<DayRange & { firstRecord: number }> {
  const kinds = [
    ['leads', 'created_at'],
    ['deals', 'created_at'],
    ['touches', 'at'],
    ['tasks', 'created_at'],
    ['payments', 'at'],
  ]
  const plausible = (column: string) => `${column} >= toDateTime64('${YEAR_MIN}-01-01 00:00:00', 3, 'UTC')`
  const firsts = kinds.map(
    ([kind, column]) => `SELECT min(${column}) AS first, count() AS n FROM rec_${kind} WHERE ws = ${ws} AND ${plausible(column ?? '')}`,
  )
  const [row] = await warehouse.query<{ known: string; year: number }>(
    `SELECT count() AS known, toYear(min(first)) AS year FROM (${firsts.join(' UNION ALL ')}) WHERE n > 0`,
  )
  const year = now.getUTCFullYear()
  const first = row === undefined || row.known === '0' ? year : Math.min(row.year, year)
  const newYear = (of: number) => dayNumber(`${of}-01-01`)
  return { from: newYear(first - YEARS_BEFORE), firstRecord: newYear(first), to: newYear(year + YEARS_AFTER + 1) }
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
