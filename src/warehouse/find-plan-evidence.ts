// What a forecast of plans rests on, counted in the engine: how deals went from their stages, which are open, how many come, what they
// brought. The company's; whose plan may be shown is decided before.
import type { Warehouse } from './client.ts'

/** Counts of alike cases: days, and how many were won, lost, or still open then. */
export type StayCount = { stage: string; days: number; won: number; lost: number; open: number }
type OpenDealRow = { owner: string; stage: string; age: number; amount: number | null; isNew: boolean }
type CreatedRow = { person: string; all: number; fresh: number }
type WonRow = { person: string; amounts: number[] }
type UnpaidRow = { person: string; amount: number; age: number }
export type PlanEvidence = {
  stays: readonly StayCount[]
  creation: readonly Omit<StayCount, 'stage'>[]
  open: readonly OpenDealRow[]
  created: readonly CreatedRow[]
  won: readonly WonRow[]
  closedDeals: number
}
export type PaymentEvidence = { lags: readonly number[]; unpaid: readonly UnpaidRow[] }

/** Of more amounts than these, each stands for as many in order of size. */
const AMOUNTS_MAX = 400
const HISTORY_DAYS = 365
const RATE_DAYS = 91

type Ask = { ws: number; asOf: string; onlyNew: boolean }
const settings = {
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_decimals: 0,
}
const at = "parseDateTime64BestEffort({asOf:String}, 3, 'UTC')"
const since = (days: number) => `${at} - toIntervalDay(${days})`
/** Deals that were not over before the history begins. */
const deals = (since: string) =>
  `(SELECT * FROM fact_deals FINAL WHERE ws = {ws:UInt32} AND created_at <= ${at} AND toYYYYMM(open_until) >= toYYYYMM(${since}) AND open_until >= ${since})`
/** Quarters of a day in the first month, then days. */
const grid = (days: string) => `if(${days} < 30, floor(${days} * 4) / 4, floor(${days}))`
const outcome = `multiIf(ifNull(sold_at <= ${at}, 0), 1, ifNull(lost_at <= ${at}, 0), 2, 0)`
const counts = 'countIf(outcome = 1) AS won, countIf(outcome = 2) AS lost, countIf(outcome = 0) AS open'
const exit = `multiIf(outcome = 1, assumeNotNull(sold_at), outcome = 2, assumeNotNull(lost_at), ${at})`
const daysTo = (from: string) => grid(`greatest(0, dateDiff('second', ${from}, ${exit})) / 86400`)
/**
 * Few values that stand for many in `list`, of so many as `size`, with the same mean. TRICKY (ClickHouse): a function of an array inside
 * a lambda gets a copy of it for every step, so ranges and length are made apart from it.
 */
const edge = (i: string) => `intDiv(${i} * size, ${AMOUNTS_MAX})`
const few = `if(size <= ${AMOUNTS_MAX}, list, arrayReduceInRanges('avg', arrayMap(i -> (toUInt64(1 + ${edge('i')}), toUInt64(${edge('(i + 1)')} - ${edge('i')})), range(${AMOUNTS_MAX})), list))`
const kindOf = (onlyNew: boolean) => (onlyNew ? "customer_kind = 'new'" : '1')
const inForce = (values: string, times: string) => `arrayLast((v, t) -> t <= ${at}, ${values}, ${times})`

export async function findPlanEvidence(warehouse: Warehouse, { ws, asOf, onlyNew }: Ask): Promise<PlanEvidence> {
  const ask = <T>(sql: string) => warehouse.query<T>(sql, { params: { ws, asOf }, settings })
  const kind = kindOf(onlyNew)
  const [stays, creation, open, created, won, closedDeals] = await Promise.all([
    ask<StayCount>(
      `SELECT toString(stage) AS stage, days, ${counts} FROM (
         SELECT stay.1 AS stage, ${outcome} AS outcome, ${daysTo('stay.2')} AS days
         FROM (SELECT sold_at, lost_at, arrayJoin(arrayZip(open_stage, open_stage_from)) AS stay FROM ${deals(since(HISTORY_DAYS))} WHERE ${kind} AND length(open_stage) = length(open_stage_from))
         WHERE stay.2 >= ${since(HISTORY_DAYS)} AND stay.2 <= ${at}
       ) GROUP BY stage, days ORDER BY stage, days`,
    ),
    ask<StayCount>(
      `SELECT days, ${counts} FROM (SELECT ${outcome} AS outcome, ${daysTo('created_at')} AS days FROM ${deals(since(HISTORY_DAYS))} WHERE ${kind} AND created_at >= ${since(HISTORY_DAYS)})
       GROUP BY days ORDER BY days`,
    ),
    ask<OpenDealRow>(
      `SELECT toString(${inForce('owner_k', 'owner_at')}) AS owner, toString(if(empty(open_stage_from), stage, ${inForce('open_stage', 'open_stage_from')})) AS stage,
         greatest(0, dateDiff('second', if(empty(open_stage_from), created_at, arrayLast(t -> t <= ${at}, open_stage_from)), ${at})) / 86400 AS age,
         if(empty(amount_at), toFloat64(amount), toFloat64(${inForce('amount_was', 'amount_at')}) * toFloat64(factor)) AS amount, customer_kind = 'new' AS isNew
       FROM ${deals(at)} WHERE ${kind} AND ${outcome} = 0 ORDER BY k LIMIT 200000`,
    ),
    ask<CreatedRow>(
      `SELECT toString(first_owner) AS person, count() AS all, countIf(customer_kind = 'new') AS fresh FROM ${deals(since(RATE_DAYS))} WHERE ${kind} AND created_at >= ${since(RATE_DAYS)} GROUP BY person ORDER BY person`,
    ),
    ask<WonRow>(
      `SELECT person, ${few} AS amounts FROM (
         SELECT person, arraySort(groupArray(toFloat64(assumeNotNull(amount)))) AS list, count() AS size
         FROM (SELECT amount, arrayJoin(['', toString(closer)]) AS person FROM ${deals(since(HISTORY_DAYS))} WHERE ${kind} AND ${outcome} = 1 AND sold_at >= ${since(HISTORY_DAYS)} AND amount IS NOT NULL)
         GROUP BY person
       ) ORDER BY person`,
    ),
    countClosedDeals(warehouse, { ws, asOf, onlyNew }),
  ])
  return { stays, creation, open, created, won, closedDeals }
}

/** Deals closed within the history. */
export async function countClosedDeals(warehouse: Warehouse, { ws, asOf, onlyNew }: Ask): Promise<number> {
  const sql = `SELECT count() AS n FROM ${deals(since(HISTORY_DAYS))} WHERE ${kindOf(onlyNew)} AND ${outcome} != 0`
  const [row] = await warehouse.query<{ n: number }>(sql, { params: { ws, asOf }, settings })
  return Number(row?.n ?? 0)
}

/** Days from own sales to their payments, and sales not paid in full. */
export async function findPaymentEvidence(warehouse: Warehouse, { ws, asOf }: Ask): Promise<PaymentEvidence> {
  const ask = <T>(sql: string) => warehouse.query<T>(sql, { params: { ws, asOf }, settings })
  const paid = `arraySum((a, t) -> if(t <= ${at}, ifNull(toFloat64(a), 0), 0), payment_amount, payment_at)`
  const [lags, unpaid] = await Promise.all([
    ask<{ lags: number[] }>(
      `SELECT ${few} AS lags FROM (
         SELECT arraySort(groupArray(greatest(0, dateDiff('second', assumeNotNull(sold_at), paid.2) / 86400))) AS list, count() AS size
         FROM (SELECT sold_at, arrayJoin(arrayZip(payment_amount, payment_at)) AS paid FROM ${deals(since(HISTORY_DAYS))} WHERE ${outcome} = 1 AND sold_at >= ${since(HISTORY_DAYS)})
         WHERE paid.2 <= ${at} AND paid.1 > 0
       )`,
    ),
    ask<UnpaidRow>(
      `SELECT toString(closer) AS person, toFloat64(assumeNotNull(amount)) - paid AS amount, dateDiff('second', assumeNotNull(sold_at), ${at}) / 86400 AS age
       FROM (SELECT *, ${paid} AS paid FROM ${deals(since(HISTORY_DAYS))}) WHERE ${outcome} = 1 AND amount IS NOT NULL AND toFloat64(assumeNotNull(amount)) - paid > 0.005 ORDER BY k LIMIT 100000`,
    ),
  ])
  return { lags: lags[0]?.lags ?? [], unpaid }
}
