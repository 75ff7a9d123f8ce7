// What was changed of deals of a stretch of time after a moment, as sources tell it.
import type { Correction } from '../contract/pay.ts'
import type { Warehouse } from './client.ts'

type Ask = { from: string; to: string; since: Date; until: Date }
const CHANGES_MAX = 1000

/** Of deals that were closed in [from, to), or were before the change; the latest last. */
export async function findChangedDeals(warehouse: Warehouse, ws: number, { from, to, since, until }: Ask): Promise<Correction[]> {
  const moment = (name: string) => `parseDateTime64BestEffort({${name}:String}, 3, 'UTC')`
  const within = (at: string) => `${at} >= ${moment('from')} AND ${at} < ${moment('to')}`
  const rows = await warehouse.query<{ id: string; field: string; was: string; now: string; at: string; by: string | null }>(
    `SELECT concat(toString(d.source), ':', d.id) AS id, toString(c.field) AS field, c.old AS was, c.new AS now,
       formatDateTime(c.at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS at, if(p.id = '', NULL, p.name) AS by
     FROM (SELECT * FROM rec_value_changes FINAL WHERE ws = {ws:UInt32} AND entity = 'deal' AND at > ${moment('since')} AND at <= ${moment('until')}) AS c
     JOIN (SELECT k, source, id, closed_at FROM rec_deals FINAL WHERE ws = {ws:UInt32}) AS d ON d.k = c.entity_id
     LEFT JOIN (SELECT k, id, name FROM rec_people FINAL WHERE ws = {ws:UInt32}) AS p ON p.k = c.by_person_id
     WHERE ifNull(${within('d.closed_at')}, false) OR (c.field = 'closed_at' AND ifNull(${within("parseDateTime64BestEffortOrNull(c.old, 3, 'UTC')")}, false))
     ORDER BY c.at, id, field LIMIT ${CHANGES_MAX}`,
    { params: { ws, from, to, since: since.toISOString(), until: until.toISOString() } },
  )
  return rows.map(({ was, now, ...row }) => ({ entity: 'deal', ...row, was: was === '' ? null : was, now: now === '' ? null : now }))
}
