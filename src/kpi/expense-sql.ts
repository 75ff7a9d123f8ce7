// Advertising together with the costs of selling, by day, as SQL: a cost is spread evenly over the days it is for, at the rate of the
// first of them.
import type { Lowering } from './expression/types.ts'
import { printSql } from './sql/print.ts'

const RATE_DAYS = 7

/** SELECT of the rows of the fact `expenses`. */
export function expenseSql(ws: number, { timezone, currency = '' }: Lowering, columns: readonly string[]): string {
  const text = (value: string) => printSql({ node: 'text', value })
  const isOwn = `currency IN ('', ${text(currency)})`
  const rates = `(SELECT currency AS rate_currency, day AS rate_day, rate FROM rec_rates FINAL WHERE ws = ${ws})`
  const costs = `SELECT c.k AS k, c.source AS source, c.id AS id, c.from AS first_day, c.to AS end_day, c.amount AS whole,
      multiIf(c.${isOwn}, toDecimal128(1, 8), r.rate_currency != '' AND r.rate_day >= c.from - ${RATE_DAYS}, r.rate, NULL) AS factor
    FROM (SELECT k, source, id, from, to, amount, currency FROM rec_costs FINAL WHERE ws = ${ws} AND to > from) AS c
    ASOF LEFT JOIN ${rates} AS r ON r.rate_currency = c.currency AND c.from >= r.rate_day`
  const local = `toTimeZone(toDateTime64(cost_day, 3, ${text(timezone)}), 'UTC')`
  const ofCosts = `SELECT k, toString(source) AS source, id, ${local} AS day, CAST(whole * factor / dateDiff('day', first_day, end_day), 'Nullable(Decimal(38, 8))') AS amount
    FROM (SELECT *, arrayJoin(arrayMap(i -> first_day + i, range(toUInt32(dateDiff('day', first_day, end_day))))) AS cost_day FROM (${costs}))`
  const ofSpend = `SELECT k, toString(source) AS source, id, day, amount FROM fact_spend FINAL WHERE ws = ${ws}`
  return `SELECT ${columns.join(', ')} FROM (${ofSpend} UNION ALL ${ofCosts})`
}
