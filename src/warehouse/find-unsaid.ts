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
