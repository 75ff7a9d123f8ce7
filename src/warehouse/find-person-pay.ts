// What people are paid, from the costs entered for them: for owner and head only.
import type { Warehouse } from './client.ts'

/** Salary and bonus of each person over [from, to), by the days of a cost that lie in it; a foreign one at the last rate of a week. */
export async function findPersonPay(
  warehouse: Warehouse,
  ws: number,
  { from, to, currency }: { from: string; to: string; currency: string },
): Promise<Map<string, { amount: number; isPriced: boolean }>> {
  const rows = await warehouse.query<{ person: string; amount: number; unpriced: string }>(
    `SELECT toString(c.person_id) AS person, countIf(c.isForeign AND (r.rate IS NULL OR dateDiff('day', r.day, c.first) > 7)) AS unpriced,
       sum(toFloat64(c.amount) * if(c.isForeign, toFloat64(ifNull(r.rate, 0)), 1)
         * dateDiff('day', greatest(c.first, {from:Date32}), least(c.last, {to:Date32})) / dateDiff('day', c.first, c.last)) AS amount
     FROM (
       SELECT person_id, \`from\` AS first, \`to\` AS last, assumeNotNull(amount) AS amount, currency, currency NOT IN ('', {currency:String}) AS isForeign
       FROM rec_costs FINAL
       WHERE ws = {ws:UInt32} AND person_id != 0 AND kind IN ('salary', 'bonus') AND amount IS NOT NULL AND \`from\` < \`to\` AND \`from\` < {to:Date32} AND \`to\` > {from:Date32}
     ) AS c
     ASOF LEFT JOIN (SELECT toString(currency) AS currency, day, rate FROM rec_rates FINAL WHERE ws = {ws:UInt32} AND rate IS NOT NULL) AS r
       ON r.currency = c.currency AND r.day <= c.first
     GROUP BY person`,
    { params: { ws, from, to, currency }, settings: { output_format_json_quote_64bit_floats: 0, join_use_nulls: 1 } },
  )
  return new Map(rows.map(({ person, amount, unpriced }) => [person, { amount, isPriced: Number(unpriced) === 0 }]))
}
