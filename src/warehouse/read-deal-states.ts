// How deals stand at a moment: their stage, when they were last touched and talked about, why they were lost. Which deals the reader
// may see is decided before.
import type { Warehouse } from './client.ts'

export type DealState = {
  /** `source:id` */
  id: string
  amount: number | null
  /** Key of the stage, '0' = unknown; of a lost deal the one it was lost from. */
  stage: string
  /** Unix milliseconds. */
  stage_since: number | null
  touched_at: number | null
  contact_at: number | null
  lost_reason: string
}

const settings = {
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_decimals: 0,
  output_format_json_quote_64bit_integers: 0,
}

/** Those that are known, in no order. */
export async function readDealStates(
  warehouse: Warehouse,
  ws: number,
  deals: readonly string[],
  asOf: string,
): Promise<Map<string, DealState>> {
  if (deals.length === 0) return new Map()
  const at = "parseDateTime64BestEffort({asOf:String}, 3, 'UTC')"
  const last = (list: string) => `arrayMax(arrayPushFront(arrayFilter(t -> t <= ${at}, ${list}), toDateTime64(0, 3, 'UTC')))`
  const ms = (moment: string) => `nullIf(toUnixTimestamp64Milli(toDateTime64(${moment}, 3, 'UTC')), 0)`
  const rows = await warehouse.query<DealState>(
    `SELECT concat(toString(source), ':', id) AS id,
       if(closed_at <= ${at} OR empty(amount_at), toFloat64(amount), toFloat64(arrayLast((v, t) -> t <= ${at}, amount_was, amount_at)) * toFloat64(factor)) AS amount,
       toString(if(lost_at <= ${at} AND lost_stage != 0, lost_stage, arrayLast((s, t) -> t <= ${at}, open_stage, open_stage_from))) AS stage,
       ${ms(last('open_stage_from'))} AS stage_since, ${ms(`greatest(${last('outgoing_at')}, ${last('incoming_at')})`)} AS touched_at, ${ms(last('contacts'))} AS contact_at,
       if(lost_at <= ${at}, toString(lost_reason), '') AS lost_reason
     FROM (SELECT * FROM fact_deals FINAL WHERE ws = {ws:UInt32} AND k IN (SELECT cityHash64(arrayJoin({deals:Array(String)}))))`,
    { params: { ws, deals, asOf }, settings },
  )
  return new Map(rows.map((row) => [row.id, row]))
}
