// Deals that were promised: what became of them, and which have an invoice.
import type { Warehouse } from './client.ts'

const settings = { output_format_json_quote_64bit_floats: 0, output_format_json_quote_decimals: 0 }

/** Of these deals, `source:id`, those with an invoice that stands. */
export async function findInvoicedDeals(warehouse: Warehouse, ws: number, deals: readonly string[], asOf: string): Promise<Set<string>> {
  if (deals.length === 0) return new Set()
  const rows = await warehouse.query<{ id: string }>(
    `SELECT id FROM (SELECT arrayJoin({deals:Array(String)}) AS id) WHERE cityHash64(id) IN (
       SELECT deal FROM fact_invoices FINAL WHERE ws = {ws:UInt32} AND issued_at <= parseDateTime64BestEffort({asOf:String}, 3, 'UTC')
         AND (cancelled_at IS NULL OR cancelled_at > parseDateTime64BestEffort({asOf:String}, 3, 'UTC'))
     )`,
    { params: { ws, deals, asOf } },
  )
  return new Set(rows.map(({ id }) => id))
}

type PromisedDeal = {
  /** `source:id` */
  id: string
  name: string
  owner: string
  /** Unix milliseconds. */
  sold_at: number | null
  paid_at: number | null
  amount: number | null
  company: string
  contact: string
}

/** These deals as they stand at a moment; those that are not known are left out. */
export async function findPromisedDeals(warehouse: Warehouse, ws: number, deals: readonly string[], asOf: string): Promise<PromisedDeal[]> {
  if (deals.length === 0) return []
  const at = "parseDateTime64BestEffort({asOf:String}, 3, 'UTC')"
  return warehouse.query<PromisedDeal>(
    `SELECT concat(toString(source), ':', id) AS id, id AS name, toString(arrayLast((o, t) -> t <= ${at}, owner_k, owner_at)) AS owner,
       if(sold_at <= ${at}, toUnixTimestamp64Milli(sold_at), NULL) AS sold_at, if(paid_in_full_at <= ${at}, toUnixTimestamp64Milli(paid_in_full_at), NULL) AS paid_at,
       if(sold_at IS NOT NULL OR empty(amount_at), toFloat64(amount), toFloat64(arrayLast((v, t) -> t <= ${at}, amount_was, amount_at)) * toFloat64(factor)) AS amount,
       toString(company) AS company, toString(contact) AS contact
     FROM (SELECT * FROM fact_deals FINAL WHERE ws = {ws:UInt32} AND k IN (SELECT cityHash64(arrayJoin({deals:Array(String)}))))`,
    { params: { ws, deals, asOf }, settings: { ...settings, output_format_json_quote_64bit_integers: 0 } },
  )
}
