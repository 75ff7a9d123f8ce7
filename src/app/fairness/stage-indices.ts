// The opener and the closer index: conversions of a person's visits to stages against what everybody else makes of the same stages.
import type { PlainCell } from '../../contract/answer.ts'
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import { emptyCell } from '../../kpi/cells.ts'
import { unpackCases } from '../../kpi/packed-cases.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { Filter, Plan } from '../../kpi/plan.ts'
import { visits } from '../../kpi/vocabulary/cases.ts'
import { fitPrior, type PersonRate, poolRate } from '../../stats/pooling.ts'
import { type StageShare, stageIndex } from '../../stats/stage-index.ts'
import { type Cases, timelineOf } from '../../stats/timeline.ts'
import { waitingShare } from '../../stats/waiting-share.ts'
import { findStageHalves } from '../../warehouse/find-stage-order.ts'
import { company, type FigureAsk, type FoundFigures, runFigures } from './run-figures.ts'

export type Half = 'opening' | 'closing'
export type StageIndices = { groups: ReadonlyMap<string, readonly string[]>; of: (frame: Frame, group: string, half: Half) => PlainCell }

const SEED = 1

type Held = { person: string; role: string; stage: string; cases: Cases; rate: PersonRate }

const rateOf = (cases: Cases): PersonRate => {
  const { value, n_eff } = waitingShare(timelineOf(cases))
  return value === null || n_eff === null ? { k: 0, n: 0 } : { k: value * n_eff, n: n_eff }
}

const joined = (parts: readonly Cases[]): Cases => ({
  exit: parts.flatMap(({ exit }) => Array.from(exit)),
  outcome: parts.flatMap(({ outcome }) => Array.from(outcome)),
})

function heldIn(found: FoundFigures, conversion: KpiEntry, frame: Frame): Held[] {
  return [...found.groups].flatMap(([key, [person = '', role = '', stage = '']]) => {
    const cases = unpackCases(found.numbers(conversion, frame, key)?.get('cases'), false)
    return cases.exit.length === 0 ? [] : [{ person, role, stage, cases, rate: rateOf(cases) }]
  })
}

/** Posterior of a person's conversion among people of the role; on its own (Jeffreys) where these cannot be pooled. */
function posteriorOf(own: Held, peers: readonly Held[]): StageShare['own'] {
  const prior = fitPrior(peers.filter(({ role }) => role === own.role).map(({ rate }) => rate))
  if (prior === null) return { alpha: own.rate.k + 0.5, beta: Math.max(0, own.rate.n - own.rate.k) + 0.5 }
  const { alpha, beta } = poolRate(own.rate, prior)
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
  const held = new Map(plan.frames.map((frame) => [frame.no, heldIn(all, conversion, frame)]))
  const groups = new Map([...seen.groups].filter(([key]) => plan.frames.some((frame) => seen.numbers(conversion, frame, key) !== null)))
  return {
    groups,
    of: (frame, group, half) => {
      const values = seen.groups.get(group)
      const person = values?.[ids.indexOf('person')]
      if (person === undefined || seen.numbers(conversion, frame, group) === null) return emptyCell('no_cases')
      return cellOf(held.get(frame.no) ?? [], person, halves[half])
    },
  }
}

function cellOf(held: readonly Held[], person: string, stages: ReadonlySet<string>): PlainCell {
  const shares = held
    .filter((one) => one.person === person && stages.has(one.stage))
    .map((own): StageShare => {
      const peers = held.filter(({ stage }) => stage === own.stage)
      const others = joined(peers.filter((peer) => peer.person !== person).map(({ cases }) => cases))
      return { visits: own.cases.exit.length, own: posteriorOf(own, peers), alone: own.rate, others: rateOf(others) }
    })
  const n = shares.reduce((sum, { visits: own }) => sum + own, 0)
  const { value, low, high, why } = stageIndex(shares, SEED)
  return { value, low, high, why, n, pending: 0, excluded: 0, unpriced: 0 }
}
