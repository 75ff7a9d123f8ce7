// Business time in SQL: elapsed working seconds of a calendar at a moment, the way back from seconds to a moment, and working
// days. The dictionary `business_time` and the table calendar_spans are filled elsewhere.
import { type FactContext, quote } from './context.ts'

const spansOf = (context: FactContext) =>
  `(SELECT calendar, from_s, to_s, done_s, working FROM calendar_spans FINAL WHERE ws = ${context.ws})`

/** Key of the calendar of the workspace: for whoever has none of their own. */
export const workspaceCalendar = (context: FactContext) => `cityHash64(toUInt32(${context.ws}), '')`

const unixSeconds = (moment: string) => `(toUnixTimestamp64Milli(${moment}) / 1000)`

/** Elapsed business seconds of a calendar at a moment; only differences mean something. The moment must not be null. */
export function businessClock(calendar: string, moment: string): string {
  const at = `intDiv(toUnixTimestamp64Milli(${moment}), 1000)`
  const get = (attribute: string) => `dictGet('business_time', '${attribute}', ${calendar}, ${at})`
  return `(${get('done_s')} + if(${get('working')}, ${unixSeconds(moment)} - ${get('start_s')}, 0))`
}

/** Is the moment within working hours of the calendar. */
export const isBusinessTime = (calendar: string, moment: string) =>
  `toBool(dictGet('business_time', 'working', ${calendar}, intDiv(toUnixTimestamp64Milli(${moment}), 1000)))`

/**
 * When so many business seconds have elapsed: join to a left side with columns `calendar` and `target` (business clock to reach);
 * `moment` is the first instant at which it is, null where the calendar does not go so far.
 */
export function clockMoment(context: FactContext, left: string, target: string, name: string): { join: string; moment: string } {
  const working = `(SELECT calendar AS ${name}_calendar, done_s AS ${name}_done, from_s AS ${name}_from FROM ${spansOf(context)} WHERE working)`
  return {
    join: `ASOF LEFT JOIN ${working} AS ${name} ON ${name}.${name}_calendar = ${left}.calendar AND ${left}.${target} > ${name}.${name}_done`,
    moment: `if(${name}.${name}_calendar = 0, NULL, fromUnixTimestamp64Milli(toInt64(round((${name}.${name}_from + ${left}.${target} - ${name}.${name}_done) * 1000)), 'UTC'))`,
  }
}

/** Local days with working hours, numbered: columns calendar, day, day_no. */
const workingDays = (context: FactContext) => `(
  SELECT calendar, day, row_number() OVER (PARTITION BY calendar ORDER BY day) AS day_no
  FROM (SELECT DISTINCT calendar, toInt32(toDate32(fromUnixTimestamp64Second(from_s, ${quote(context.timezone)}))) AS day FROM ${spansOf(context)} WHERE working))`

/**
 * The working day in force: join to a left side with columns `calendar` and `day` (local day number); `number` counts the working
 * days up to and including that day, so that a difference of two is the business days between them.
 */
export function workingDayNumber(context: FactContext, left: string, day: string, name: string): { join: string; number: string } {
  return {
    join: `ASOF LEFT JOIN (SELECT calendar AS ${name}_calendar, day AS ${name}_day, day_no AS ${name}_no FROM ${workingDays(context)}) AS ${name}
      ON ${name}.${name}_calendar = ${left}.calendar AND ${left}.${day} >= ${name}.${name}_day`,
    number: `${name}.${name}_no`,
  }
}

/** The next working day after a local day: join as above; `day` is its number, null where the calendar ends. */
export function nextWorkingDay(context: FactContext, left: string, day: string, name: string): { join: string; day: string } {
  return {
    join: `ASOF LEFT JOIN (SELECT calendar AS ${name}_calendar, day AS ${name}_day FROM ${workingDays(context)}) AS ${name}
      ON ${name}.${name}_calendar = ${left}.calendar AND ${left}.${day} < ${name}.${name}_day`,
    day: `if(${name}.${name}_calendar = 0, NULL, ${name}.${name}_day)`,
  }
}

/** Number of the local day of a moment, as the joins above want it. */
export const dayOf = (context: FactContext, moment: string) => `toInt32(toDate32(toTimeZone(${moment}, ${quote(context.timezone)})))`

/** Last millisecond of the local day with that number. */
export const dayEnd = (context: FactContext, day: string) =>
  `(toTimeZone(toDateTime64(toDate32(${day} + 1), 3, ${quote(context.timezone)}), 'UTC') - toIntervalMillisecond(1))`

/** Team calendar of a person at a moment, else the workspace's: join to a left side with the two columns. */
export function calendarJoin(
  context: FactContext,
  left: string,
  person: string,
  at: string,
  name: string,
): { join: string; calendar: string } {
  return {
    join: `ASOF LEFT JOIN (SELECT person AS ${name}_person, from_at AS ${name}_from, calendar AS ${name}_calendar FROM person_spans FINAL WHERE ws = ${context.ws}) AS ${name}
      ON ${name}.${name}_person = ${left}.${person} AND ${left}.${at} >= ${name}.${name}_from`,
    calendar: `if(${name}.${name}_calendar = 0, ${workspaceCalendar(context)}, ${name}.${name}_calendar)`,
  }
}
