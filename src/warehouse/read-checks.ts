// Reads checked calls with all that was said of them. Which calls the reader may see is decided before.
import type { Warehouse } from './client.ts'
import { findMembers } from './find-members.ts'

export type CheckRow = { step: string; present: number; by: string; quote: string; comment: string }
export type CheckedCall = {
  id: string
  at: string
  person: string
  reviewer: string
  reviewed_at: string | null
  script: string
  checked_by: string
  coverage: number | null
  score: number | null
  followed: boolean
  steps: string[]
  step_present: number[]
  objections: string[]
  heard: string[]
  quotes: string[]
  /** Steps and objections of the script as recorded. */
  script_steps: string
  script_objections: string
  checks: CheckRow[]
}

const numbers = { output_format_json_quote_64bit_floats: 0, output_format_json_quote_decimals: 0 }
const iso = (moment: string) => `formatDateTime(${moment}, '%Y-%m-%dT%H:%i:%SZ', 'UTC')`

/** The checked calls of these ids (`source:id`), in that order. */
export async function readCheckedCalls(warehouse: Warehouse, ws: number, ids: readonly string[]): Promise<CheckedCall[]> {
  if (ids.length === 0) return []
  const keys = 'arrayMap(x -> cityHash64(x), {ids:Array(String)})'
  const rows = await warehouse.query<Omit<CheckedCall, 'checks'> & { checks: [string, number, string, string, string][] }>(
    `SELECT concat(toString(c.source), ':', c.id) AS id, ${iso('c.at')} AS at, toString(c.owner) AS person, toString(c.reviewer) AS reviewer, if(c.reviewed_at IS NULL, NULL, ${iso('assumeNotNull(c.reviewed_at)')}) AS reviewed_at,
       toString(c.script) AS script, c.checked_by AS checked_by, c.coverage AS coverage, c.score AS score, c.followed AS followed, c.steps AS steps, c.step_present AS step_present, c.objections AS objections,
       c.heard AS heard, c.quotes AS quotes, s.steps AS script_steps, s.objections AS script_objections, r.checks AS checks
     FROM (SELECT * FROM fact_checked_calls FINAL WHERE ws = {ws:UInt32} AND has(${keys}, k)) AS c
     LEFT ANY JOIN (SELECT k, steps, objections FROM rec_scripts FINAL WHERE ws = {ws:UInt32}) AS s ON s.k = c.script
     LEFT ANY JOIN (
       SELECT touch_id, groupArray((step, toFloat64(assumeNotNull(present)), toString(by), quote, comment)) AS checks
       FROM (SELECT * FROM rec_script_checks FINAL WHERE ws = {ws:UInt32} AND present IS NOT NULL AND has(${keys}, touch_id) ORDER BY transform(toString(by), ['person', 'model', 'rule'], [1, 2, 3], 4), step) GROUP BY touch_id
     ) AS r ON r.touch_id = c.k`,
    { params: { ws, ids: [...ids] }, settings: numbers },
  )
  const calls = rows.map((row) => ({
    ...row,
    checks: row.checks.map(([step, present, by, quote, comment]): CheckRow => ({ step, present, by, quote, comment })),
  }))
  return calls.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

export const findCallMembers = (warehouse: Warehouse, ws: number, calls: readonly CheckedCall[]) =>
  Promise.all([
    findMembers(
      warehouse,
      ws,
      'people',
      calls.flatMap(({ person, reviewer }) => [person, reviewer]),
    ),
    findMembers(
      warehouse,
      ws,
      'scripts',
      calls.map(({ script }) => script),
    ),
  ])
