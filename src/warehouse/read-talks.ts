// Talks with what makes them worth hearing: how long they were, what became of their deal, what was heard, who reviewed them. Which
// calls the reader may see is decided before.
import type { Warehouse } from './client.ts'

export type Talk = {
  /** `source:id` */
  id: string
  at: string
  person: string
  direction: string
  duration_s: number | null
  company: string
  contact: string
  /** Lost within a week after the talk. */
  lost_soon: boolean
  objections: string[]
  score: number | null
  reviewed: boolean
  recording_url: string
  /** A number that orders calls by lot, the same every time. */
  lot: string
}

const settings = { output_format_json_quote_64bit_floats: 0, output_format_json_quote_decimals: 0 }

/** In no order. */
export async function readTalks(warehouse: Warehouse, ws: number, ids: readonly string[], asOf: string): Promise<Talk[]> {
  if (ids.length === 0) return []
  const keys = 'SELECT cityHash64(arrayJoin({ids:Array(String)}))'
  const at = "parseDateTime64BestEffort({asOf:String}, 3, 'UTC')"
  return warehouse.query<Talk>(
    `SELECT concat(toString(t.source), ':', t.id) AS id, formatDateTime(t.at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS at, toString(t.owner) AS person, toString(t.direction) AS direction,
       toFloat64(t.duration_s) AS duration_s, toString(t.company) AS company, toString(t.contact) AS contact,
       toBool(ifNull(d.lost_at >= t.at AND d.lost_at <= t.at + INTERVAL 7 DAY AND d.lost_at <= ${at}, 0)) AS lost_soon,
       c.objections AS objections, if(c.k = 0, NULL, c.score) AS score, toBool(c.reviewed_at IS NOT NULL) AS reviewed,
       ifNull(r.recording_url, '') AS recording_url, leftPad(toString(sipHash64(t.k)), 20, '0') AS lot
     FROM (SELECT * FROM fact_touches FINAL WHERE ws = {ws:UInt32} AND k IN (${keys})) AS t
     LEFT ANY JOIN (SELECT k, lost_at FROM fact_deals FINAL WHERE ws = {ws:UInt32} AND lost_at IS NOT NULL) AS d ON d.k = t.deal
     LEFT ANY JOIN (SELECT k, objections, score, reviewed_at FROM fact_checked_calls FINAL WHERE ws = {ws:UInt32}) AS c ON c.k = t.k
     LEFT ANY JOIN (SELECT k, recording_url FROM rec_touches FINAL WHERE ws = {ws:UInt32} AND k IN (${keys})) AS r ON r.k = t.k`,
    { params: { ws, ids: [...ids], asOf }, settings },
  )
}

/** What was said in a call; null where nobody wrote it down. */
export async function readTranscript(warehouse: Warehouse, ws: number, id: string): Promise<string | null> {
  const [row] = await warehouse.query<{ transcript: string }>(
    'SELECT transcript FROM rec_touches FINAL WHERE ws = {ws:UInt32} AND k = cityHash64({id:String})',
    { params: { ws, id } },
  )
  return row?.transcript || null
}

export type StoredScript = { id: string; name: string; steps: string; objections: string }

/** Scripts by name, with their parts as recorded. */
export async function listScripts(warehouse: Warehouse, ws: number): Promise<StoredScript[]> {
  return warehouse.query<StoredScript>(
    `SELECT concat(toString(source), ':', id) AS id, name, steps, objections FROM rec_scripts FINAL WHERE ws = {ws:UInt32} ORDER BY name, id LIMIT 200`,
    { params: { ws } },
  )
}
