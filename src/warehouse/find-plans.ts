// Reads plans as they were written, with the rate of their currency, and the days people work.
import type { Warehouse } from './client.ts'

export type PlanRow = {
  /** Key of the record, decimal. */
  key: string
  source: string
  id: string
  metric: string
  from: string
  to: string
  /** total, level, per_day; '' = not told. */
  kind: string
  target: number
  floor: number | null
  stretch: number | null
  currency: string
  /** Keys, '0' = none, and the ids as written. */
  person: string
  person_text: string
  team: string
  team_text: string
  /** Unix milliseconds; 0 = unknown. */
  updated: number
}

const readSettings = {
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_denormals: 0,
  output_format_json_quote_decimals: 0,
}
const columns = `toString(k) AS key, toString(source) AS source, id, metric, toString(\`from\`) AS \`from\`, toString(\`to\`) AS \`to\`,
  toString(kind) AS kind, toFloat64(assumeNotNull(target)) AS target, toFloat64(floor) AS floor, toFloat64(stretch) AS stretch, currency,
  toString(person_id) AS person, person_id_text AS person_text, toString(team_id) AS team, team_id_text AS team_text,
  toFloat64(ifNull(toUnixTimestamp64Milli(updated_at), 0)) AS updated`

/** Plans that hold on some day of [from, to). Latest first; at most a hundred thousand. */
export async function listPlanRows(warehouse: Warehouse, ws: number, { from, to }: { from: string; to: string }): Promise<PlanRow[]> {
  return warehouse.query<PlanRow>(
    `SELECT ${columns} FROM (SELECT * FROM rec_plans FINAL WHERE ws = {ws:UInt32} AND target IS NOT NULL) AS p
     WHERE p.\`to\` > {from:Date32} AND p.\`from\` < {to:Date32} AND p.\`to\` > p.\`from\`
     ORDER BY p.\`from\` DESC, metric, p.person_id, p.team_id, p.updated_at DESC, p.k LIMIT 100000`,
    { params: { ws, from, to }, settings: readSettings },
  )
}

/** When a plan of a source was changed or taken away last, Unix milliseconds; 0 = never. */
export async function lastPlanChange(warehouse: Warehouse, ws: number, source: string): Promise<number> {
  const [row] = await warehouse.query<{ at: number }>(
    `SELECT toFloat64(ifNull(max(toUnixTimestamp64Milli(updated_at)), 0)) AS at FROM rec_plans WHERE ws = {ws:UInt32} AND source = {source:String}`,
    { params: { ws, source }, settings: readSettings },
  )
  return row?.at ?? 0
}

/** One plan by its key, or null. */
export async function findPlanRow(warehouse: Warehouse, ws: number, key: string): Promise<PlanRow | null> {
  if (!/^\d{1,20}$/.test(key)) return null
  const [row] = await warehouse.query<PlanRow>(
    `SELECT ${columns} FROM (SELECT * FROM rec_plans FINAL WHERE ws = {ws:UInt32} AND k = toUInt64({key:String}))`,
    { params: { ws, key }, settings: readSettings },
  )
  return row ?? null
}

export type RateRow = { currency: string; day: string; rate: number }

export async function listRates(warehouse: Warehouse, ws: number, currencies: readonly string[]): Promise<RateRow[]> {
  if (currencies.length === 0) return []
  return warehouse.query<RateRow>(
    `SELECT toString(currency) AS currency, toString(day) AS day, toFloat64(assumeNotNull(rate)) AS rate FROM (
       SELECT * FROM rec_rates FINAL WHERE ws = {ws:UInt32} AND has({currencies:Array(String)}, toString(currency)) AND rate IS NOT NULL
     ) ORDER BY currency, day`,
    { params: { ws, currencies }, settings: readSettings },
  )
}

/** Days of [from, to) on which each of these people works, by key: none for who has left or is away. Who is not known is not there. */
export async function findWorkedDays(
  warehouse: Warehouse,
  ws: number,
  people: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<Map<string, readonly string[]>> {
  if (people.length === 0) return new Map()
  const rows = await warehouse.query<{ person: string; days: string[] }>(
    `SELECT toString(person) AS person, arrayMap(x -> toString(x), arraySort(groupArrayIf(day, works))) AS days FROM (
       SELECT person, day, true AS works FROM person_days FINAL
       WHERE ws = {ws:UInt32} AND person IN {people:Array(UInt64)} AND day >= {from:Date32} AND day < {to:Date32}
       UNION ALL SELECT person, toDate32(0) AS day, false AS works FROM person_spans FINAL WHERE ws = {ws:UInt32} AND person IN {people:Array(UInt64)}
     ) GROUP BY person`,
    { params: { ws, people, from, to } },
  )
  return new Map(rows.map(({ person, days }) => [person, days]))
}

/** Days worked by all selling people of a team on each day of [from, to); of the company for null. */
export async function countWorkedDays(
  warehouse: Warehouse,
  ws: number,
  team: string | null,
  { from, to, timezone }: { from: string; to: string; timezone: string },
): Promise<Map<string, number>> {
  const rows = await warehouse.query<{ day: string; n: string }>(
    `SELECT toString(d.day) AS day, count() AS n
     FROM (
       SELECT person, day, toDateTime64(addDays(day, 1), 3, {timezone:String}) - toIntervalMillisecond(1) AS at FROM person_days FINAL
       WHERE ws = {ws:UInt32} AND day >= {from:Date32} AND day < {to:Date32}
     ) AS d
     ASOF INNER JOIN (SELECT person, from_at, teams, selling FROM person_spans FINAL WHERE ws = {ws:UInt32}) AS s
       ON d.person = s.person AND d.at >= s.from_at
     WHERE s.selling AND ({team:UInt64} = 0 OR has(s.teams, {team:UInt64}))
     GROUP BY d.day`,
    { params: { ws, team: team ?? '0', from, to, timezone } },
  )
  return new Map(rows.map(({ day, n }) => [day, Number(n)]))
}

/** Keys of the calendars these people work by at a moment, by person. */
export async function findCalendarsOf(
  warehouse: Warehouse,
  ws: number,
  people: readonly string[],
  at: string,
): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const rows = await warehouse.query<{ person: string; calendar: string }>(
    `SELECT toString(person) AS person, toString(argMax(calendar, from_at)) AS calendar FROM person_spans FINAL
     WHERE ws = {ws:UInt32} AND person IN {people:Array(UInt64)} AND from_at <= parseDateTime64BestEffort({at:String}, 3, 'UTC') GROUP BY person`,
    { params: { ws, people: [...people], at } },
  )
  return new Map(rows.map(({ person, calendar }) => [person, calendar]))
}

export type TeamMember = { person: string; teams: readonly string[]; selling: boolean }

/** Everybody with the teams they are in at a moment, their own and those above. */
export async function listTeamMembers(warehouse: Warehouse, ws: number, at: string): Promise<TeamMember[]> {
  return warehouse.query<TeamMember>(
    `SELECT toString(person) AS person, arrayMap(x -> toString(x), argMax(teams, from_at)) AS teams, argMax(selling, from_at) AS selling
     FROM person_spans FINAL WHERE ws = {ws:UInt32} AND from_at <= parseDateTime64BestEffort({at:String}, 3, 'UTC') GROUP BY person`,
    { params: { ws, at } },
  )
}

/** Keys of records known by `source:id`. */
export async function hashIds(warehouse: Warehouse, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await warehouse.query<{ k: string }>('SELECT toString(cityHash64(arrayJoin({ids:Array(String)}))) AS k', { params: { ids } })
  return rows.map(({ k }) => k)
}
