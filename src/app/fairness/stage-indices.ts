// The opener and the closer index: conversions of a person's visits to stages against what everybody else makes of the same stages.
import type { PlainCell } from '../../contract/answer.ts'
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import { emptyCell } from '../../kpi/cells.ts'
import { unpackCases } from '../../kpi/packed-cases.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { Filter, Plan } from '../../kpi/plan.ts'
import { visits } from '../../kpi/vocabulary/cases.ts'
import { fitPrior, type PersonRate, type Prior, posteriorOf } from '../../stats/pooling.ts'
import { type StageShare, stageIndex } from '../../stats/stage-index.ts'
import { type Timeline, timelineOf, timelineWithout } from '../../stats/timeline.ts'
import { waitingShare } from '../../stats/waiting-share.ts'
import { findStageHalves } from '../../warehouse/find-stage-order.ts'
import { company, type FigureAsk, type FoundFigures, runFigures } from './run-figures.ts'

export type Half = 'opening' | 'closing'
export type StageIndices = { groups: ReadonlyMap<string, readonly string[]>; of: (frame: Frame, group: string, half: Half) => PlainCell }

const SEED = 1

type Held = { person: string; role: string; stage: string; visits: number; timeline: Timeline; rate: PersonRate }
/** Visits of everybody in a stage, and the prior of each role there: the same for all the people compared with them. */
type Stage = { held: readonly Held[]; all: Timeline; priors: ReadonlyMap<string, Prior | null> }

const rateOf = (timeline: Timeline): PersonRate => {
  const { value, n_eff } = waitingShare(timeline)
  return value === null || n_eff === null ? { k: 0, n: 0 } : { k: value * n_eff, n: n_eff }
}

function stagesIn(found: FoundFigures, conversion: KpiEntry, frame: Frame): Map<string, Stage> {
  const held = [...found.groups].flatMap(([key, [person = '', role = '', stage = '']]) => {
    const cases = unpackCases(found.numbers(conversion, frame, key)?.get('cases'), false)
    return cases.exit.length === 0 ? [] : [{ person, role, stage, cases }]
  })
  const stages = [...Map.groupBy(held, ({ stage }) => stage)].map(([stage, own]) => {
    const all = timelineOf({
      exit: own.flatMap(({ cases }) => Array.from(cases.exit)),
      outcome: own.flatMap(({ cases }) => Array.from(cases.outcome)),
    })
    const people = own.map(({ person, role, cases }): Held => {
      const timeline = timelineOf(cases)
      return { person, role, stage, visits: cases.exit.length, timeline, rate: rateOf(timeline) }
    })
    const priors = [...Map.groupBy(people, ({ role }) => role)].map(
      ([role, peers]) => [role, fitPrior(peers.map(({ rate }) => rate))] as const,
    )
    return [stage, { held: people, all, priors: new Map(priors) }] as const
  })
  // In one order whatever the engine's: the draws run through the stages.
  return new Map(stages.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Posterior of a person's conversion among people of the role; on its own (Jeffreys) where these cannot be pooled. */
function postOf({ rate }: Held, prior: Prior | null): StageShare['own'] {
  if (prior === null) return { alpha: rate.k + 0.5, beta: Math.max(0, rate.n - rate.k) + 0.5 }
  const { alpha, beta } = posteriorOf(rate, prior)
  return { alpha, beta }
}

/** Of every person a plan shows in a row; no row where it is not by person alone. */
export async function findStageIndices(ask: FigureAsk & { plan: Plan; conversion: KpiEntry }): Promise<StageIndices> {
  const { plan, conversion, house, rules } = ask
  const lacks = (filter: Filter) => filter.dimension.sql(visits, rules.lowering) === null
  const ids = plan.dimensions.map(({ id }) => id)
  const isByPerson = ids.includes('person') && ids.every((id) => id === 'person' || id === 'role')
  if (!isByPerson || plan.filters.some(lacks)) return { groups: new Map(), of: () => emptyCell('no_dimension') }
  const others = plan.filters.filter(({ dimension }) => dimension.id !== 'person' && dimension.id !== 'team')
  const asked = { entries: [conversion], frames: plan.frames }
  const [seen, all, halves] = await Promise.all([
    runFigures(ask, { ...asked, by: ids, filters: plan.filters }),
    runFigures({ ...ask, viewer: company }, { ...asked, by: ['person', 'role', 'stage'], filters: others }),
    findStageHalves(house.warehouse, rules.workspace.num),
  ])
  const stages = new Map(plan.frames.map((frame) => [frame.no, stagesIn(all, conversion, frame)]))
  const groups = new Map([...seen.groups].filter(([key]) => plan.frames.some((frame) => seen.numbers(conversion, frame, key) !== null)))
  return {
    groups,
    of: (frame, group, half) => {
      const values = seen.groups.get(group)
      const person = values?.[ids.indexOf('person')]
      if (person === undefined || seen.numbers(conversion, frame, group) === null) return emptyCell('no_cases')
      return cellOf(stages.get(frame.no) ?? new Map(), person, halves[half])
    },
  }
}

function cellOf(stages: ReadonlyMap<string, Stage>, person: string, half: ReadonlySet<string>): PlainCell {
  const shares = [...stages].flatMap(([stage, { held, all, priors }]): StageShare[] => {
    const own = half.has(stage) ? held.filter((one) => one.person === person) : []
    if (own.length === 0) return []
    const others = rateOf(own.reduce((rest, { timeline }) => timelineWithout(rest, timeline), all))
    return own.map((one) => ({ visits: one.visits, own: postOf(one, priors.get(one.role) ?? null), alone: one.rate, others }))
  })
  const n = shares.reduce((sum, { visits: own }) => sum + own, 0)
  const { value, low, high, why } = stageIndex(shares, SEED)
  return { value, low, high, why, n, pending: 0, excluded: 0, unpriced: 0 }
}
