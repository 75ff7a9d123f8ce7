// What stages and pipelines mean: their order, kind and milestone, as the head confirmed it, else as sent, else by name.
import type { Settings } from '../../contract/settings.ts'
import { guessMilestone } from '../../kpi/milestones.ts'
import type { Warehouse } from '../client.ts'
import { milestones } from './context.ts'
import { replaceRows } from './replace-rows.ts'

export type StageSettings = Pick<Settings, 'pipelines' | 'stages'>

type Pipeline = { k: string; source: string; id: string; name: string; kind: string }
type Stage = {
  k: string
  source: string
  id: string
  name: string
  pipeline: string
  pipeline_text: string
  position: number | null
  kind: string
  milestone: string
  days_max: number | null
  archived: boolean | null
}

const QUALIFIED = milestones.indexOf('qualified')

/** Writes stage_meta and pipeline_meta of a workspace anew. */
export async function writeStages(warehouse: Warehouse, given: { ws: number; settings: StageSettings; version: string }): Promise<void> {
  const { ws, settings, version } = given
  const pipelines = await warehouse.query<Pipeline>(
    `SELECT k, toString(source) AS source, id, name, toString(kind) AS kind FROM rec_pipelines FINAL WHERE ws = ${ws}`,
  )
  const stages = await warehouse.query<Stage>(
    `SELECT k, toString(source) AS source, id, name, pipeline_id AS pipeline, toString(pipeline_id_text) AS pipeline_text, position,
       toString(kind) AS kind, toString(milestone) AS milestone, days_max, archived FROM rec_stages FINAL WHERE ws = ${ws}`,
  )
  const all = [...pipelines, ...onlyReferred(pipelines, stages)].map((pipeline) => ({
    ...pipeline,
    kind: settings.pipelines[`${pipeline.source}:${pipeline.id}`]?.kind ?? (pipeline.kind || 'sales'),
  }))
  const rows = all.flatMap((pipeline) =>
    stageRows(
      pipeline,
      stages.filter((stage) => stage.pipeline === pipeline.k),
      settings,
    ),
  )
  const qualifying = new Set(rows.filter((row) => row.kind === 'open' && row.milestone_no >= QUALIFIED).map((row) => row.pipeline))
  await replaceRows(warehouse, { table: 'stage_meta', ws, keys: ['stage'], version }, rows)
  await replaceRows(
    warehouse,
    { table: 'pipeline_meta', ws, keys: ['pipeline'], version },
    all.map(({ k, source, id, name, kind }) => ({ pipeline: k, source, id, name, kind, has_qualified: qualifying.has(k) })),
  )
}

/** Pipelines that stages name and nobody sent. */
function onlyReferred(pipelines: readonly Pipeline[], stages: readonly Stage[]): Pipeline[] {
  const known = new Set(pipelines.map(({ k }) => k))
  const referred = new Map<string, Pipeline>()
  for (const { pipeline: k, pipeline_text } of stages) {
    if (known.has(k)) continue
    const colon = pipeline_text.indexOf(':')
    const id = pipeline_text.slice(colon + 1)
    referred.set(k, { k, source: pipeline_text.slice(0, colon), id, name: id, kind: '' })
  }
  return [...referred.values()]
}

function stageRows(pipeline: Pipeline, stages: readonly Stage[], settings: StageSettings) {
  const kindOf = (stage: Stage) => stage.kind || 'open'
  const isClosing = (stage: Stage) => Number(kindOf(stage) !== 'open')
  const byId = (a: Stage, b: Stage) => (a.id < b.id ? -1 : Number(a.id > b.id))
  const ordered = stages.toSorted((a, b) => isClosing(a) - isClosing(b) || (a.position ?? 0) - (b.position ?? 0) || byId(a, b))
  return ordered.map((stage, i) => {
    const own = settings.stages[`${stage.source}:${stage.id}`]
    const kind = kindOf(stage)
    const milestone = meaning(stage, own?.milestone)
    const milestone_no = (milestones as readonly string[]).indexOf(milestone)
    const next = ordered.findIndex((other, j) => j > i && kindOf(other) === 'open' && other.archived !== true)
    return {
      stage: stage.k,
      id: stage.id,
      source: stage.source,
      name: stage.name,
      pipeline: pipeline.k,
      pipeline_kind: pipeline.kind,
      place: i + 1,
      next_place: next + 1,
      kind,
      milestone,
      milestone_no,
      qualified: milestone_no >= QUALIFIED && kind !== 'lost',
      days_max: own?.days_max === undefined ? stage.days_max : own.days_max,
      archived: stage.archived === true,
    }
  })
}

/** Null in the settings: the head said that the stage means none of them. */
function meaning(stage: Stage, confirmed: string | null | undefined): string {
  if (confirmed !== undefined) return confirmed ?? ''
  if (stage.milestone !== '') return stage.milestone
  return stage.kind === 'lost' ? '' : (guessMilestone(stage.name) ?? '')
}
