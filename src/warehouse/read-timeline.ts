// Everything that happened to one lead or deal, part by part. Whether the reader may see it is decided before.
import type { Warehouse } from './client.ts'

type Moment = number | null
export type CaseRow = {
  created_at: number
  lead: string
  owner_k: string[]
  owner_at: number[]
  won_at: Moment
  lost_at: Moment
  lost_reason: string
  closer: string
  amount: number | null
  company: string
  contact: string
}
export type StayRow = { stage: string; entered_at: number; left_at: Moment; person: string }
export type TouchRow = { at: number; kind: string; direction: string; outcome: string; duration_s: number | null; person: string }
export type TaskRow = { created_at: number; due_at: Moment; done_at: Moment; kind: string; subject: string; person: string }
export type MoneyRow = { kind: 'invoice' | 'payment'; at: number; amount: number | null }

const EVENTS_MAX = 1000
const settings = {
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_decimals: 0,
  output_format_json_quote_64bit_integers: 0,
}
const ms = (moment: string) => `toUnixTimestamp64Milli(toDateTime64(${moment}, 3, 'UTC'))`
const maybe = (moment: string) => `if(${moment} IS NULL, NULL, toUnixTimestamp64Milli(toDateTime64(assumeNotNull(${moment}), 3, 'UTC')))`

/** `fact`: what it counts as; a card of a source without leads is a lead until it qualifies. */
export type Asked = { ws: number; kind: 'leads' | 'deals'; fact: 'leads' | 'deals'; id: string; asOf: string }

/** Null where there is none. */
export async function readCase(warehouse: Warehouse, { ws, kind, fact, id }: Asked): Promise<CaseRow | null> {
  const own =
    fact === 'deals'
      ? `toString(lead) AS lead, ${maybe('sold_at')} AS won_at, ${maybe('lost_at')} AS lost_at, toString(closer) AS closer, toFloat64(amount) AS amount`
      : `toString(k) AS lead, ${maybe('won_at')} AS won_at, ${maybe('if(closed_at IS NOT NULL AND won_at IS NULL, closed_at, NULL)')} AS lost_at, '0' AS closer, NULL AS amount`
  const [row] = await warehouse.query<CaseRow>(
    `SELECT ${ms('created_at')} AS created_at, ${own}, toString(lost_reason) AS lost_reason, arrayMap(o -> toString(o), owner_k) AS owner_k,
       arrayMap(t -> ${ms('t')}, owner_at) AS owner_at, toString(company) AS company, toString(contact) AS contact
     FROM (SELECT * FROM fact_${fact} FINAL WHERE ws = {ws:UInt32} AND k = cityHash64({id:String})${fact === 'leads' ? ' AND entity_kind = {kind:String}' : ''})`,
    { params: { ws, id, kind }, settings },
  )
  return row ?? null
}

/** Stages, touches, tasks and money of a case and, of a deal, of the lead it came from; each in order, the latest where there are many. */
export async function readTimeline(warehouse: Warehouse, { ws, kind, fact, id, asOf }: Asked, lead: string) {
  const at = "parseDateTime64BestEffort({asOf:String}, 3, 'UTC')"
  const params = { ws, id, lead, asOf, kind }
  const own =
    fact === 'deals'
      ? 'deal = cityHash64({id:String}) OR (deal = 0 AND lead != 0 AND lead = toUInt64({lead:String}))'
      : 'lead = cityHash64({id:String})'
  const ask = <Row>(sql: string) => warehouse.query<Row>(`${sql} LIMIT ${EVENTS_MAX}`, { params, settings })
  const [stays, touches, tasks, money] = await Promise.all([
    ask<StayRow>(
      `SELECT toString(stage) AS stage, ${ms('entered_at')} AS entered_at, ${maybe(`if(left_at <= ${at}, left_at, NULL)`)} AS left_at, toString(if(by_person != 0, by_person, owner)) AS person
       FROM (SELECT * FROM fact_visits FINAL WHERE ws = {ws:UInt32} AND entity = cityHash64({id:String}) AND entity_kind = {kind:String} AND entered_at <= ${at}) ORDER BY entered_at DESC, nth DESC`,
    ),
    ask<TouchRow>(
      `SELECT ${ms('at')} AS at, toString(kind) AS kind, toString(direction) AS direction, toString(outcome) AS outcome, toFloat64(duration_s) AS duration_s, toString(owner) AS person
       FROM (SELECT * FROM fact_touches FINAL WHERE ws = {ws:UInt32} AND (${own}) AND at <= ${at}) ORDER BY at DESC, k DESC`,
    ),
    ask<TaskRow>(
      `SELECT ${ms('t.created_at')} AS created_at, ${maybe('t.due_at')} AS due_at, ${maybe(`if(t.done_at <= ${at}, t.done_at, NULL)`)} AS done_at, toString(t.kind) AS kind, r.subject AS subject, toString(t.person) AS person
       FROM (SELECT * FROM fact_tasks FINAL WHERE ws = {ws:UInt32} AND (${own}) AND created_at <= ${at}) AS t
       LEFT ANY JOIN (SELECT k, subject FROM rec_tasks FINAL WHERE ws = {ws:UInt32}) AS r ON r.k = t.k ORDER BY t.created_at DESC, t.k DESC`,
    ),
    fact === 'leads'
      ? []
      : ask<MoneyRow>(
          `SELECT * FROM (
             SELECT 'payment' AS kind, ${ms('at')} AS at, toFloat64(amount) AS amount FROM (SELECT * FROM fact_payments FINAL WHERE ws = {ws:UInt32} AND deal = cityHash64({id:String}) AND at <= ${at})
             UNION ALL SELECT 'invoice' AS kind, ${ms('issued_at')} AS at, toFloat64(amount) AS amount FROM (SELECT * FROM fact_invoices FINAL WHERE ws = {ws:UInt32} AND deal = cityHash64({id:String}) AND issued_at <= ${at})
           ) ORDER BY at DESC, kind`,
        ),
  ])
  return { stays, touches, tasks, money }
}
