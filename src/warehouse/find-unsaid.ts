// Pipelines and stages whose meaning their source does not say, with how many cases they hold: what has to be guessed.
import type { Warehouse } from './client.ts'

export type UnsaidPipeline = { id: string; cases: number }
export type UnsaidStage = { id: string; cases: number }

export async function findUnsaidPipelines(warehouse: Warehouse, ws: number): Promise<UnsaidPipeline[]> {
  const rows = await warehouse.query<{ id: string; cases: string }>(
    `SELECT concat(toString(source), ':', id) AS id, n AS cases FROM rec_pipelines AS p FINAL
     LEFT ANY JOIN (SELECT pipeline_id AS at, count() AS n FROM rec_deals FINAL WHERE ws = {ws:UInt32} GROUP BY pipeline_id) AS d ON d.at = p.k
     WHERE ws = {ws:UInt32} AND kind = ''`,
    { params: { ws } },
  )
  return rows.map(({ id, cases }) => ({ id, cases: Number(cases) }))
}

/** Where the source says it of some stages of a pipeline, the others mean nothing. */
export async function findUnsaidStages(warehouse: Warehouse, ws: number): Promise<UnsaidStage[]> {
  const rows = await warehouse.query<{ id: string; cases: string }>(
    `SELECT concat(toString(source), ':', id) AS id, n AS cases FROM rec_stages AS s FINAL
     LEFT ANY JOIN (SELECT stage_id AS at, uniqExact(entity_id) AS n FROM rec_stage_changes FINAL WHERE ws = {ws:UInt32} GROUP BY stage_id) AS c
       ON c.at = s.k
     WHERE ws = {ws:UInt32} AND milestone = '' AND pipeline_id NOT IN (
       SELECT pipeline_id FROM rec_stages FINAL WHERE ws = {ws:UInt32} AND milestone != '')`,
    { params: { ws } },
  )
  return rows.map(({ id, cases }) => ({ id, cases: Number(cases) }))
}

/** `texts`: position, department and the like, what tells most first. `cases`: leads and deals that are the person's. */
export type UnsaidPerson = { id: string; name: string; texts: string[]; team: string | null; cases: number }

/** People of these sources whose role is not said, those who have most first. */
export async function findUnsaidPeople(warehouse: Warehouse, ws: number, sources: readonly string[]): Promise<UnsaidPerson[]> {
  const owned = (kind: string) => `SELECT owner_id AS who, count() AS n FROM rec_${kind} FINAL WHERE ws = {ws:UInt32} GROUP BY owner_id`
  const rows = await warehouse.query<{ id: string; name: string; texts: string[]; team: string; cases: string }>(
    `SELECT concat(toString(p.source), ':', p.id) AS id, p.name AS name, [p.extra['position'], p.extra['department'], p.extra['roles']] AS texts,
       team_name AS team, n AS cases
     FROM rec_people AS p FINAL
     LEFT ANY JOIN (SELECT who, sum(n) AS n FROM (${owned('leads')} UNION ALL ${owned('deals')}) GROUP BY who) AS o ON o.who = p.k
     LEFT ANY JOIN (SELECT k AS team_k, name AS team_name FROM rec_teams FINAL WHERE ws = {ws:UInt32}) AS t ON t.team_k = p.team_id
     WHERE p.ws = {ws:UInt32} AND p.role = '' AND p.source IN {sources:Array(String)} ORDER BY n DESC, id LIMIT ${PEOPLE_MAX}`,
    { params: { ws, sources } },
  )
  return rows.map(({ team, cases, ...person }) => ({ ...person, team: team === '' ? null : team, cases: Number(cases) }))
}

const PEOPLE_MAX = 300
const CHANNELS_MAX = 200

/** Names of sources as the systems write them on leads and deals, the most used first. */
export async function findSaidChannels(
  warehouse: Warehouse,
  ws: number,
  sources: readonly string[],
): Promise<{ channel: string; cases: number }[]> {
  const said = (kind: string) =>
    `SELECT channel FROM rec_${kind} FINAL WHERE ws = {ws:UInt32} AND source IN {sources:Array(String)} AND channel != ''`
  const rows = await warehouse.query<{ channel: string; cases: string }>(
    `SELECT channel, count() AS cases FROM (${said('leads')} UNION ALL ${said('deals')}) GROUP BY channel
     ORDER BY cases DESC, channel LIMIT ${CHANNELS_MAX}`,
    { params: { ws, sources } },
  )
  return rows.map(({ channel, cases }) => ({ channel, cases: Number(cases) }))
}

/** How many deals reached what may count as a sale. */
export async function countSaleEvents(warehouse: Warehouse, ws: number): Promise<Record<string, number>> {
  const entered = (milestone: string) =>
    `(SELECT uniqExact(entity_id) FROM rec_stage_changes FINAL WHERE ws = {ws:UInt32} AND entity = 'deal'
      AND stage_id IN (SELECT stage FROM stage_meta FINAL WHERE ws = {ws:UInt32} AND milestone = '${milestone}'))`
  const paid = `(SELECT uniqExact(if(deal_id != 0, deal_id, invoice_id)) FROM rec_payments FINAL
    WHERE ws = {ws:UInt32} AND kind != 'refund' AND (deal_id != 0 OR invoice_id != 0))`
  const [row] = await warehouse.query<Record<string, string>>(
    `SELECT (SELECT count() FROM rec_deals FINAL WHERE ws = {ws:UInt32} AND outcome = 'won') AS won, ${entered('contract')} AS contract,
       ${entered('prepaid')} AS prepaid, ${entered('paid')} AS paid, ${paid} AS first_payment`,
    { params: { ws } },
  )
  return Object.fromEntries(Object.entries(row ?? {}).map(([event, count]) => [event, Number(count)]))
}
