// Reads what pipelines, stages and refusal reasons are called and taken for. Archived stages too: history holds them.
import type { Warehouse } from './client.ts'

export type NamedPipeline = { key: string; id: string; name: string; kind: string }
export type NamedStage = {
  pipeline: string
  id: string
  name: string
  kind: string
  milestone: string
  days_max: number | null
  is_archived: boolean
}
export type NamedReason = { id: string; name: string; group: string; cases: number }

const REASONS_MAX = 500

export function listPipelines(warehouse: Warehouse, ws: number): Promise<NamedPipeline[]> {
  return warehouse.query<NamedPipeline>(
    `SELECT toString(pipeline) AS key, concat(toString(source), ':', id) AS id, name, toString(kind) AS kind
     FROM pipeline_meta FINAL WHERE ws = {ws:UInt32} ORDER BY name, id`,
    { params: { ws } },
  )
}

export function listStages(warehouse: Warehouse, ws: number): Promise<NamedStage[]> {
  return warehouse.query<NamedStage>(
    `SELECT toString(pipeline) AS pipeline, concat(toString(source), ':', id) AS id, name, toString(kind) AS kind,
       toString(milestone) AS milestone, days_max, archived AS is_archived
     FROM stage_meta FINAL WHERE ws = {ws:UInt32} ORDER BY pipeline, place`,
    { params: { ws } },
  )
}

/** Reasons as sent, by id or by text, the most frequent first; those nobody used yet at the end. */
export async function listReasons(warehouse: Warehouse, ws: number): Promise<NamedReason[]> {
  const used = (kind: string) => `SELECT toString(source) AS source, lost_reason, 1 AS cases FROM rec_${kind} FINAL
     WHERE ws = {ws:UInt32} AND lost_reason != ''`
  const rows = await warehouse.query<Omit<NamedReason, 'cases'> & { cases: string }>(
    `SELECT if(known.full != '', known.full, used.lost_reason) AS id, any(if(known.name != '', known.name, used.lost_reason)) AS name,
       any(known.sent) AS group, toString(sum(used.cases)) AS cases
     FROM (${used('leads')} UNION ALL ${used('deals')}
       UNION ALL SELECT toString(source) AS source, id AS lost_reason, 0 AS cases FROM rec_lost_reasons FINAL WHERE ws = {ws:UInt32}) AS used
     LEFT ANY JOIN (SELECT k, concat(toString(source), ':', id) AS full, name, toString(\`group\`) AS sent FROM rec_lost_reasons FINAL
       WHERE ws = {ws:UInt32}) AS known ON known.k = cityHash64(concat(used.source, ':', used.lost_reason))
     GROUP BY id ORDER BY sum(used.cases) DESC, name LIMIT ${REASONS_MAX}`,
    { params: { ws } },
  )
  return rows.map(({ cases, ...reason }) => ({ ...reason, cases: Number(cases) }))
}
