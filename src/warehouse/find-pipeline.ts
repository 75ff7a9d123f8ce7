// Reads pipelines and their stages as they are meant: order and kind confirmed, archived ones told apart.
import type { Warehouse } from './client.ts'

export type PipelineStage = {
  key: string
  /** `source:id` */
  id: string
  name: string
  kind: 'open' | 'won' | 'lost'
  isArchived: boolean
}
export type Pipeline = { id: string; name: string; stages: readonly PipelineStage[] }

/** A pipeline by its id, or null. */
export async function findPipeline(warehouse: Warehouse, ws: number, id: string): Promise<Pipeline | null> {
  const params = { ws, id }
  const [pipeline] = await warehouse.query<{ name: string }>(
    'SELECT name FROM pipeline_meta FINAL WHERE ws = {ws:UInt32} AND pipeline = cityHash64({id:String})',
    { params },
  )
  if (pipeline === undefined) return null
  const stages = await warehouse.query<Omit<PipelineStage, 'isArchived'> & { is_archived: boolean }>(
    `SELECT toString(stage) AS key, concat(toString(source), ':', id) AS id, name, toString(kind) AS kind, archived AS is_archived
     FROM stage_meta FINAL WHERE ws = {ws:UInt32} AND pipeline = cityHash64({id:String}) ORDER BY place`,
    { params },
  )
  return { id, name: pipeline.name, stages: stages.map(({ is_archived, ...stage }) => ({ ...stage, isArchived: is_archived })) }
}

/** Keys of all stages a case can be in without being decided. */
export async function listOpenStages(warehouse: Warehouse, ws: number): Promise<string[]> {
  const rows = await warehouse.query<{ key: string }>(
    "SELECT toString(stage) AS key FROM stage_meta FINAL WHERE ws = {ws:UInt32} AND kind = 'open' ORDER BY stage",
    { params: { ws } },
  )
  return rows.map(({ key }) => key)
}
