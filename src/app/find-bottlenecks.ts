// Where the funnel loses most against its own best quarter, in wins and money, with tested candidate causes. A lost conversion first,
// lost time after it; they are never added up.
import type { Cell, Member } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { Bottleneck, BottlenecksAnswer, BottlenecksQuery } from '../contract/explain.ts'
import type { Query } from '../contract/query.ts'
import { GENERATOR } from '../stats/seeded-random.ts'
import { gainOfTime, gainsOfStages, type TimedStage } from '../stats/stage-gain.ts'
import { listPipelines, type OrderedPipeline, type PipelineStage } from '../warehouse/find-pipeline.ts'
import { type FoundCauses, findCauses } from './find-causes.ts'
import type { House } from './open-house.ts'
import { type Ask, headOf, runQuery } from './run-query.ts'
import { findStageEvidence, fullQuarters, type StageEvidence } from './stage-evidence.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

type BottleneckAsk = Ask & { query: BottlenecksQuery }
type Seen = { now: StageEvidence; quarters: readonly StageEvidence[] }
/** Of one pipeline in the period: sales, money of one, and sales per case that comes out of a pipeline of leads. */
type Outcome = { wins: number; averageDeal: number | null; perCase: number | null }

const SEED = 1
const VISITS_LEAST = 30
/** Pipelines that end in a sale. */
const ofSales: ReadonlySet<string> = new Set(['sales', 'repeat'])

/** Throws not_found for an unknown pipeline. */
export async function findBottlenecks(house: House, ask: BottleneckAsk): Promise<BottlenecksAnswer> {
  const { pipeline: id, limit, compare: _compare, ...period } = ask.query
  const { workspace, zone } = await findWorkspaceRules(house, ask.workspace)
  const all = await listPipelines(house.warehouse, workspace.num)
  if (id !== undefined && !all.some((one) => one.id === id))
    throw new AppError('not_found', `There is no pipeline "${id}".`, { path: 'pipeline', hint: 'Its id is written source:id' })
  const where = id === undefined ? period.where : { ...period.where, pipeline: id }
  const question = { ...period, ...(where === undefined ? {} : { where }) }
  const now = await findStageEvidence(house, ask, question)
  const quarters = fullQuarters(now.plan.framing.period, zone.timezone, zone.fiscalStart)
  const past = { ...quarters, grain: 'quarter' as const, ...(where === undefined ? {} : { where }) }
  const [before, causes, outcomes] = await Promise.all([
    findStageEvidence(house, ask, { ...past, as_of: now.plan.framing.period.asOf.toString() }),
    findCauses(house, ask, question),
    findOutcomes(house, ask, question),
  ])
  const seen = (stage: PipelineStage): Seen | null => {
    const here = now.of(stage.key, now.whole)
    const quarterly = before.buckets.flatMap((frame) => before.of(stage.key, frame) ?? [])
    return here === null ? null : { now: here, quarters: quarterly.filter(({ entries }) => entries >= VISITS_LEAST) }
  }
  const asked = all.filter((one) => (id === undefined ? ofSales.has(one.kind) : one.id === id))
  const days = (Date.parse(now.whole.until) - Date.parse(now.whole.from)) / 86_400_000
  const found = asked.flatMap((pipeline) => ofPipeline({ pipeline, seen, outcome: outcomes(pipeline), days, causes }))
  const bottlenecks = [...rank(found, 'conversion'), ...rank(found, 'time')].slice(0, limit)
  const notes = [{ code: 'seeded', text: `${GENERATOR}, seed ${SEED}` }]
  return { ...headOf(workspace, { by: [] }, now.plan), bottlenecks, tests: causes.tests, notes }
}

/** The most money first; what has no figure last. */
const rank = (found: readonly Bottleneck[], loss: Bottleneck['loss']): Bottleneck[] =>
  found
    .filter((one) => one.loss === loss)
    .toSorted((a, b) => (b.gain_money ?? -1) - (a.gain_money ?? -1) || (b.gain_wins ?? -1) - (a.gain_wins ?? -1))

async function findOutcomes(house: House, ask: Ask, question: Omit<Query, 'kpis'>): Promise<(pipeline: OrderedPipeline) => Outcome> {
  const asked = (kpis: string[], by: string[]) => runQuery(house, { ...ask, query: { ...question, kpis, by } })
  const [byPipeline, { total }] = await Promise.all([
    asked(['won_deals', 'average_deal'], ['pipeline']),
    runQuery(house, {
      ...ask,
      query: { ...question, where: withoutPipeline(question.where), kpis: ['won_deals', 'average_deal', 'qualified_leads'] },
    }),
  ])
  const rows = new Map(byPipeline.rows.map((row) => [(row.pipeline as Member).id, row]))
  const value = (cell: unknown) => (cell as Cell | undefined)?.value ?? null
  return ({ id, kind }) => {
    const row = ofSales.has(kind) ? rows.get(id) : total
    const [wins, qualified] = [value(row?.won_deals) ?? 0, value(total.qualified_leads) ?? 0]
    const perCase = ofSales.has(kind) ? 1 : qualified === 0 ? null : Math.min(1, wins / qualified)
    return { wins, averageDeal: value(row?.average_deal), perCase }
  }
}

function withoutPipeline(where: Query['where']): NonNullable<Query['where']> {
  const { pipeline: _pipeline, ...others } = where ?? {}
  return others
}

type PipelineSources = {
  pipeline: OrderedPipeline
  seen: (stage: PipelineStage) => Seen | null
  outcome: Outcome
  days: number
  causes: FoundCauses
}

function ofPipeline({ pipeline, seen, outcome, days, causes }: PipelineSources): Bottleneck[] {
  const stages = pipeline.stages
    .filter(({ kind }) => kind === 'open')
    .flatMap((stage) => {
      const found = seen(stage)
      return found === null || found.now.entries === 0 ? [] : [{ stage, ...found }]
    })
  const gains = gainsOfStages(
    stages.map(({ now, quarters }) => ({ entries: now.entries, now: now.rate, quarters: quarters.map(({ rate }) => rate) })),
    SEED,
  )
  const wins = (of: number | null) => (of === null || outcome.perCase === null ? null : of * outcome.perCase)
  const money = (of: number | null) => (of === null || outcome.averageDeal === null ? null : of * outcome.averageDeal)
  return stages.flatMap(({ stage, now, quarters }, i) => {
    const { id, name, kind } = stage
    const shared = { pipeline: { id: pipeline.id, name: pipeline.name }, stage: { id, name, kind }, entries: now.entries }
    const { now: rate, best, gain, low, high } = gains[i]!
    const conversion: Bottleneck = {
      ...shared,
      loss: 'conversion',
      now: rate,
      own_best: best,
      gain_wins: wins(gain),
      gain_money: money(wins(gain)),
      low: money(wins(low)),
      high: money(wins(high)),
      causes: causes.of(stage.key),
    }
    const fastest = fastestOf(quarters)
    const here = timed(now)
    if (here === null || fastest === null) return [conversion]
    const time = gainOfTime(here, fastest, outcome.wins, days, SEED)
    const { gain: forward, low: least, high: most } = time
    const slow: Bottleneck = {
      ...shared,
      loss: 'time',
      now: here.value,
      own_best: fastest.value,
      gain_wins: forward,
      gain_money: money(forward),
      low: money(least),
      high: money(most),
      causes: [],
    }
    return [conversion, slow]
  })
}

const timed = ({ time: { value, low, high } }: StageEvidence): TimedStage | null => (value === null ? null : { value, low, high })

function fastestOf(quarters: readonly StageEvidence[]): TimedStage | null {
  const known = quarters.flatMap((quarter) => timed(quarter) ?? [])
  return known.reduce<TimedStage | null>((least, one) => (least === null || one.value < least.value ? one : least), null)
}
