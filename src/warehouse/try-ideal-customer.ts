// Counts the leads a rule of the ideal customer takes in, before it is kept, and what is known of leads to write one by. The whole
// workspace is looked at: only roles that read all of it may ask.
import { CUSTOMER_RULE_FIELDS } from '../contract/customer-rule.ts'
import type { Warehouse } from './client.ts'
import type { FactContext } from './facts/context.ts'
import { idealFlags, idealJoin } from './facts/ideal-customer.ts'

export type TriedRow = {
  leads: number
  matched: number
  matched_won: number
  others: number
  others_won: number
  known: number[]
  tops: string[][]
  extras: string[]
}

const VALUES_MAX = 30
const EXTRAS_MAX = 20
const everything = { kind: 'all' } as const

/** `asOf`: leads and sales until then; the rule is that of the context. */
export async function tryIdealCustomer(warehouse: Warehouse, context: FactContext, asOf: Date, days: number): Promise<TriedRow> {
  const rule = context.idealCustomer ?? (() => 'false')
  const ruled = { ...context, idealCustomer: rule }
  const ideal = idealJoin(ruled, everything, 'l')
  const values = CUSTOMER_RULE_FIELDS.map((field) => `ideal_row.${field}`)
  const now = "fromUnixTimestamp64Milli({asOf:Int64}, 'UTC')"
  const [row] = await warehouse.query<TriedRow>(
    `SELECT toFloat64(count()) AS leads, toFloat64(countIf(ideal)) AS matched, toFloat64(countIf(ideal AND won)) AS matched_won,
       toFloat64(countIf(ideal_decided AND NOT ideal)) AS others, toFloat64(countIf(ideal_decided AND NOT ideal AND won)) AS others_won,
       [${values.map((value) => `toFloat64(countIf(${value} != ''))`).join(', ')}] AS known,
       [${values.map((value) => `topKIf(${VALUES_MAX})(${value}, ${value} != '')`).join(', ')}] AS tops,
       topKArray(${EXTRAS_MAX})(mapKeys(ideal_row.extra)) AS extras
     FROM (SELECT ifNull(l.won_at <= ${now}, 0) AS won, ${ideal.row} ${idealFlags(ruled, 'ideal_row')}
       FROM (SELECT k, company, contact, product, language, channel_group, extra, won_at FROM fact_leads FINAL
         WHERE ws = {ws:UInt32} AND population = '' AND created_at <= ${now} AND created_at > ${now} - INTERVAL {days:UInt32} DAY) AS l
       ${ideal.join})`,
    { params: { ws: context.ws, asOf: asOf.getTime(), days }, settings: { output_format_json_quote_64bit_floats: 0 } },
  )
  return row!
}
