// Reads pipelines and their stages as they are meant: order and kind confirmed, archived ones told apart.
import type { PIPELINE_KINDS } from '../contract/settings.ts'
import type { Warehouse } from './client.ts'

type PipelineKind = (typeof PIPELINE_KINDS)[number]

export type PipelineStage = {
  key: string
  /** `source:id` */
  id: string
  name: string
  kind: 'open' | 'won' | 'lost'
  isArchived: boolean
}
export type Pipeline = { id: string; name: string; kind: PipelineKind; stages: readonly PipelineStage[] }

/** A pipeline by its id, or null. */
export async function findPipeline(warehouse: Warehouse, ws: number, id: string): Promise<Pipeline | null> {
  const params = { ws, id }
  const [pipeline] = await warehouse.query<{ name: string; kind: PipelineKind }>(
    'SELECT name, toString(kind) AS kind FROM pipeline_meta FINAL WHERE ws = {ws:UInt32} AND pipeline = cityHash64({id:String})',
    { params },
  )
  if (pipeline === undefined) return null
  const stages = await warehouse.query<Omit<PipelineStage, 'isArchived'> & { is_archived: boolean }>(
    `SELECT toString(stage) AS key, concat(toString(source), ':', id) AS id, name, toString(kind) AS kind, archived AS is_archived
     FROM stage_meta FINAL WHERE ws = {ws:UInt32} AND pipeline = cityHash64({id:String}) ORDER BY place`,
    { params },
  )
  return { id, ...pipeline, stages: stages.map(({ is_archived, ...stage }) => ({ ...stage, isArchived: is_archived })) }
}

export type OrderedPipeline = Pipeline

/** All pipelines with their stages in order; a source that sends none has those its cases name. */
export async function listPipelines(warehouse: Warehouse, ws: number): Promise<OrderedPipeline[]> {
  const rows = await warehouse.query<{ id: string; name: string; kind: PipelineKind; stages: [string, string, string, string, boolean][] }>(
    `SELECT concat(toString(p.source), ':', p.id) AS id, p.name AS name, toString(p.kind) AS kind,
       arrayMap(x -> (x.2, x.3, x.4, x.5, x.6), arraySort(groupArray((s.place, toString(s.stage), concat(toString(s.source), ':', s.id), s.name, toString(s.kind), s.archived)))) AS stages
     FROM pipeline_meta AS p FINAL INNER JOIN (SELECT * FROM stage_meta FINAL WHERE ws = {ws:UInt32}) AS s ON s.pipeline = p.pipeline
     WHERE p.ws = {ws:UInt32} GROUP BY p.source, p.id, p.name, p.kind ORDER BY id`,
    { params: { ws } },
  )
  return rows.map(({ id, name, kind, stages }) => ({
    id,
    name,
    kind,
    stages: stages.map(([key, stage, title, stageKind, isArchived]) => ({
      key,
      id: stage,
      name: title,
      kind: stageKind as PipelineStage['kind'],
      isArchived,
    })),
  }))
}

/** Keys of all stages a case can be in without being decided. */
export async function listOpenStages(warehouse: Warehouse, ws: number): Promise<string[]> {
  const rows = await warehouse.query<{ key: string }>(
    "SELECT toString(stage) AS key FROM stage_meta FINAL WHERE ws = {ws:UInt32} AND kind = 'open' ORDER BY stage",
    { params: { ws } },
  )
  return rows.map(({ key }) => key)
}
