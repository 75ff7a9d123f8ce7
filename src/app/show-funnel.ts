// The funnel: every stage of one pipeline with what became of its visits, and how many cases went on.
import type { FunnelAnswer, FunnelQuery, FunnelStage } from '../contract/analyses.ts'
import type { Answer, AnswerRow, Cell, Member, WhyCode } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import { emptyCell } from '../kpi/cells.ts'
import { cumulativeConversion, lostReached, outcomeFigures, reachedConversion, withFigures } from '../kpi/funnel-figures.ts'
import { findPipeline, type Pipeline, type PipelineStage } from '../warehouse/find-pipeline.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

type FunnelAsk = Ask & { query: FunnelQuery }
type Form = { rule: FunnelQuery['rule']; isCompared: boolean }
type Cells = Readonly<Record<string, Cell>>

const figures = [
  'stage_entries',
  'stage_reached',
  'stage_time_p50',
  'stage_conversion',
  ...[...outcomeFigures.values()].map((entry) => entry.id),
  lostReached.id,
  reachedConversion.id,
  cumulativeConversion.id,
]

/** Throws not_found for an unknown pipeline, bad_usage for what the question gets wrong. */
export async function showFunnel(house: House, ask: FunnelAsk): Promise<FunnelAnswer> {
  const { pipeline: id, rule, by = [], limit, ...period } = ask.query
  if (by[0] === 'stage' || by[0] === 'pipeline')
    throw new AppError('bad_usage', `the funnel is by ${by[0]} already`, { path: 'by', hint: 'Choose another dimension' })
  const catalogue = withFigures(await loadCatalogue())
  const { workspace } = await findWorkspaceRules(house, ask.workspace)
  const chosen = id ?? (await busiestPipeline(house, ask))
  const pipeline = chosen === null ? null : await findPipeline(house.warehouse, workspace.num, chosen)
  if (pipeline === null && id !== undefined)
    throw new AppError('not_found', `There is no pipeline "${id}".`, { path: 'pipeline', hint: 'Its id is written source:id' })
  const where = { ...period.where, pipeline: chosen }
  const asked = (dimensions: string[]) => runQuery(house, { ...ask, catalogue, query: { ...period, where, kpis: figures, by: dimensions } })
  const [whole, split] = await Promise.all([asked(['stage']), by.length === 0 ? null : asked(['stage', ...by])])
  const { rows, columns, total, notes, ...head } = whole
  const form = { rule, isCompared: period.compare !== undefined }
  const shown = pipeline === null ? [] : stagesShown(pipeline, whole)
  return {
    ...head,
    by,
    pipeline: pipeline === null ? null : { id: pipeline.id, name: pipeline.name, kind: pipeline.kind },
    rule,
    stages: stagesOf(shown, rows, form),
    ...(split === null
      ? {}
      : {
          groups: groupsOf(split, by[0]!)
            .slice(0, limit)
            .map(({ group, rows: own }) => ({ group, stages: stagesOf(shown, own, form) })),
        }),
    ...(notes.length === 0 ? {} : { notes }),
  }
}

/** The pipeline with most entries in the period, among what the asker may see. */
async function busiestPipeline(house: House, ask: FunnelAsk): Promise<string | null> {
  const { pipeline: _pipeline, rule: _rule, by: _by, limit: _limit, ...period } = ask.query
  const { rows } = await runQuery(house, {
    ...ask,
    query: { ...period, kpis: ['stage_entries'], by: ['pipeline'], order: 'stage_entries' },
  })
  return rows.map((row) => (row.pipeline as Member).id).find((id) => id !== null) ?? null
}

const stageOf = (row: AnswerRow) => (row.stage as Member).id

/** Archived stages are there while the period has something of them. */
function stagesShown({ stages }: Pipeline, { rows }: Answer): PipelineStage[] {
  const seen = new Set(rows.filter((row) => (row.stage_entries as Cell).n > 0).map(stageOf))
  return stages.filter((stage) => !stage.isArchived || seen.has(stage.id))
}

function groupsOf(answer: Answer, dimension: string): { group: Member; rows: AnswerRow[] }[] {
  const groups = Map.groupBy(answer.rows, (row) => (row[dimension] as Member).id)
  return [...groups.values()].map((rows) => ({ group: rows[0]![dimension] as Member, rows }))
}

function stagesOf(stages: readonly PipelineStage[], rows: readonly AnswerRow[], form: Form): FunnelStage[] {
  const byStage = new Map(rows.map((row) => [stageOf(row), row as Cells]))
  return stages.map((stage) => funnelStage(stage, byStage.get(stage.id) ?? {}, form))
}

function funnelStage({ id, name, kind }: PipelineStage, cells: Cells, { rule, isCompared }: Form): FunnelStage {
  const count = (figure: string) => cells[figure]?.value ?? 0
  const none = (why: WhyCode): Cell => ({
    ...emptyCell(why),
    ...(isCompared ? { previous: emptyCell(why), change: { abs: null, rel: null, low: null, high: null } } : {}),
  })
  const share = (figure: string): Cell => cells[figure] ?? none('no_cases')
  const entries = count('stage_entries')
  const stage = { id, name, kind }
  const outcome = (of: string) => (kind === 'open' ? count(outcomeFigures.get(of)!.id) : of === kind ? entries : 0)
  return {
    stage,
    entries,
    advanced: outcome('advanced'),
    skipped_over: outcome('skipped_over'),
    lost: outcome('lost'),
    won: outcome('won'),
    moved_back: outcome('moved_back'),
    re_piped: outcome('re_piped'),
    still_there: outcome('still_there'),
    reached: count(kind === 'lost' ? lostReached.id : 'stage_reached'),
    conversion: kind === 'open' ? share(rule === 'strict' ? 'stage_conversion' : reachedConversion.id) : none('undefined'),
    cumulative: kind === 'lost' ? none('undefined') : share(cumulativeConversion.id),
    time_p50: kind === 'open' ? share('stage_time_p50') : none('undefined'),
  }
}
