// Gaps between purchases of all customers, as known at some moments: a histogram in local days. A yardstick: nobody's rights narrow it.
import type { PurchasePair } from '../kpi/leaving-days.ts'
import type { Warehouse } from './client.ts'

/** `until`: number of the moment; `segment`: '' = the whole company; gaps ended and still running, by length. */
export type GapCount = { until: number; segment: string; days: number; ended: number; running: number }

export async function findPurchaseGaps(warehouse: Warehouse, ws: number, timezone: string, untils: readonly string[]): Promise<GapCount[]> {
  const moments = untils.map((_, i) => `(${i}, parseDateTime64BestEffort({until${i}:String}, 3, 'UTC'))`).join(', ')
  const day = (moment: string) => `toInt32(toDate32(toTimeZone(${moment}, {zone:String})))`
  const rows = await warehouse.query<Record<keyof GapCount, string>>(
    `SELECT moment.1 AS until, part AS segment, gap.1 AS days, countIf(gap.2 = 1) AS ended, countIf(gap.2 = 0) AS running
     FROM (
       SELECT moment, toString(segment) AS own, arrayMap(x -> ${day('x')}, arrayFilter(x -> x < moment.2, purchase_at)) AS bought,
         arrayMap(x -> (x, 1), arrayPopFront(arrayDifference(bought))) AS ended,
         arrayConcat(ended, if(empty(bought), [], [(toInt32(${day('moment.2')} - bought[-1]), 0)])) AS gaps
       FROM (SELECT segment, purchase_at, arrayJoin([${moments}]) AS moment FROM fact_customers FINAL WHERE ws = ${ws})
     ) ARRAY JOIN gaps AS gap ARRAY JOIN if(own = '', [''], ['', own]) AS part
     GROUP BY until, segment, days ORDER BY until, segment, days`,
    { params: { zone: timezone, ...Object.fromEntries(untils.map((until, i) => [`until${i}`, until])) } },
  )
  return rows.map((row) => ({
    until: Number(row.until),
    segment: row.segment,
    days: Number(row.days),
    ended: Number(row.ended),
    running: Number(row.running),
  }))
}

/** Purchases before a moment with the next one before it, by local days; and the local day of that moment. */
export async function findPurchasePairs(
  warehouse: Warehouse,
  ws: number,
  timezone: string,
  until: string,
): Promise<{ pairs: PurchasePair[]; lastDay: number }> {
  const moment = "parseDateTime64BestEffort({until:String}, 3, 'UTC')"
  const day = (at: string) => `toInt32(toDate32(toTimeZone(${at}, {zone:String})))`
  const params = { zone: timezone, until }
  const [last] = await warehouse.query<{ day: string }>(`SELECT ${day(moment)} AS day`, { params })
  const rows = await warehouse.query<{ own: string; bought: string; again: string; times: string }>(
    `SELECT own, pair.1 AS bought, pair.2 AS again, count() AS times FROM (
       SELECT toString(segment) AS own, arrayMap(x -> ${day('x')}, arrayFilter(x -> x < ${moment}, purchase_at)) AS days,
         arrayJoin(arrayZip(days, arrayPushBack(arrayPopFront(days), 0))) AS pair
       FROM fact_customers FINAL WHERE ws = ${ws} AND notEmpty(days)
     ) GROUP BY own, bought, again`,
    { params },
  )
  const pairs = rows.map(({ own, bought, again, times }) => ({
    segment: own,
    day: Number(bought),
    next: Number(again) === 0 ? null : Number(again),
    count: Number(times),
  }))
  return { pairs, lastDay: Number(last?.day ?? 0) }
}
