// The days on which each person works: the calendar of their team at the end of that day, between hired and left, with shifts added
// and absences taken away. An absence takes a day when it covers at least half of its working time; it goes before a shift.
// Needs person_spans and the dictionary of business time.
import type { Warehouse } from '../client.ts'
import { quote } from './context.ts'
import { strikeOlder } from './replace-rows.ts'

/** `from` and `to` are local days, YYYY-MM-DD; to exclusive. */
export type PersonDays = { ws: number; timezone: string; version: string; from: string; to: string }

/** A shift of up to this length is of the day on which it begins, a longer one of all its days. */
const SHIFT_MAX_S = 25 * 3600
/** An attendance longer than this is a mistake: its rest is left out. */
const DAYS_MAX = 1100

/** Writes person_days of a workspace anew. */
export async function writePersonDays(warehouse: Warehouse, given: PersonDays): Promise<void> {
  const { ws, version } = given
  await warehouse.command(
    `INSERT INTO person_days (ws, person, day, version, is_deleted)
     SELECT ${ws}, person, toDate32(day), ${version}, 0 FROM (
       SELECT person, day FROM ${calendarDays(given)} UNION DISTINCT SELECT person, day FROM ${shiftDays(given)}
     ) AS worked
     WHERE (person, day) NOT IN (SELECT person, day FROM ${absentDays(given)})`,
  )
  await strikeOlder(warehouse, { table: 'person_days', ws, keys: ['person', 'day'], version })
}

/** Local day number of a moment, and the moment at which a local day begins, in seconds. */
const dayOf = ({ timezone }: PersonDays, moment: string) => `toInt32(toDate32(toTimeZone(${moment}, ${quote(timezone)})))`
const startOf = ({ timezone }: PersonDays, day: string) => `toUnixTimestamp(toDateTime(toDate32(${day}), ${quote(timezone)}))`

/** Stretches of people as local days: columns person, calendar, from_day, to_day (exclusive), cut by hired and left. */
function personStretches(given: PersonDays): string {
  const span = `(x.1, x.2)`
  return `(
    SELECT person, spans[i].2 AS calendar, greatest(spans[i].1, hired) AS from_day, least(if(i = length(spans), 100000, spans[i + 1].1), gone) AS to_day
    FROM (
      SELECT person, arraySort(x -> ${span}, groupArray((${dayOf(given, 'from_at')}, calendar))) AS spans,
        ifNull(any(${dayOf(given, 'hired_at')}), -100000) AS hired, ifNull(any(${dayOf(given, 'left_at')}), 100000) AS gone
      FROM person_spans FINAL WHERE ws = ${given.ws} GROUP BY person
    ) ARRAY JOIN arrayEnumerate(spans) AS i
  )`
}

function calendarDays(given: PersonDays): string {
  const local = `toInt32(toDate32(fromUnixTimestamp64Second(from_s, ${quote(given.timezone)})))`
  return `(
    SELECT p.person AS person, c.day AS day
    FROM (
      SELECT DISTINCT calendar, ${local} AS day FROM calendar_spans FINAL
      WHERE ws = ${given.ws} AND working AND day >= toInt32(toDate32('${given.from}')) AND day < toInt32(toDate32('${given.to}'))
    ) AS c
    INNER JOIN ${personStretches(given)} AS p ON p.calendar = c.calendar
    WHERE c.day >= p.from_day AND c.day < p.to_day
  )`
}

const attendance = ({ ws }: PersonDays, condition: string) =>
  `(SELECT person_id, \`from\`, \`to\` FROM rec_attendance FINAL WHERE ws = ${ws} AND \`to\` > \`from\` AND ${condition})`

function shiftDays(given: PersonDays): string {
  const first = dayOf(given, '`from`')
  const last = `if(dateDiff('second', \`from\`, \`to\`) <= ${SHIFT_MAX_S}, ${first}, ${dayOf(given, '`to` - toIntervalMillisecond(1)')})`
  return `(SELECT person_id AS person, arrayJoin(range(${first}, least(${last}, ${first} + ${DAYS_MAX}) + 1)) AS day FROM ${attendance(given, "kind = 'shift'")})`
}

/** Elapsed business seconds of a calendar at a moment in Unix seconds. */
function clock(calendar: string, at: string): string {
  const get = (attribute: string) => `dictGet('business_time', '${attribute}', ${calendar}, toInt64(${at}))`
  return `(${get('done_s')} + if(${get('working')}, toInt64(${at}) - ${get('start_s')}, 0))`
}

function absentDays(given: PersonDays): string {
  const first = dayOf(given, '`from`')
  const last = dayOf(given, '`to` - toIntervalMillisecond(1)')
  const seconds = (column: string) => `intDiv(toUnixTimestamp64Milli(${column}), 1000)`
  return `(
    SELECT person, day FROM (
      SELECT a.person AS person, a.day AS day, any(a.ends - a.starts) AS whole, sum(a.till - a.since) AS missed,
        any(${clock('p.calendar', 'a.ends')} - ${clock('p.calendar', 'a.starts')}) AS work,
        sum(${clock('p.calendar', 'a.till')} - ${clock('p.calendar', 'a.since')}) AS work_missed
      FROM (
        SELECT person_id AS person, arrayJoin(range(${first}, least(${last}, ${first} + ${DAYS_MAX}) + 1)) AS day,
          ${startOf(given, 'day')} AS starts, ${startOf(given, 'day + 1')} AS ends,
          greatest(starts, ${seconds('`from`')}) AS since, least(ends, ${seconds('`to`')}) AS till
        FROM ${attendance(given, "kind != 'shift'")}
      ) AS a
      INNER JOIN ${personStretches(given)} AS p ON p.person = a.person
      WHERE a.day >= p.from_day AND a.day < p.to_day
      GROUP BY person, day
    ) WHERE if(work > 0, 2 * work_missed >= work, 2 * missed >= whole)
  )`
}
