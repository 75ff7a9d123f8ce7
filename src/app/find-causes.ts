// Candidate causes of a bad stage: every value of every dimension against the rest of the stage, tested together (methods.md).
import type { Member } from '../contract/answer.ts'
import type { BottleneckCause } from '../contract/explain.ts'
import type { Query } from '../contract/query.ts'
import { causeDimensions, stagePasses } from '../kpi/bottleneck-figures.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { eachOf, readEach } from '../kpi/many-dimensions.ts'
import { benjaminiHochberg, fisherExact } from '../stats/fisher-exact.ts'
import { findMembers } from '../warehouse/find-members.ts'
import { type Numbers, runPlan } from '../warehouse/run-plan.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { partNumbers } from './query-cells.ts'
import type { Ask } from './run-query.ts'

export type FoundCauses = { of: (stage: string) => BottleneckCause[]; tests: number }
type Tested = Omit<BottleneckCause, 'q' | 'p'> & { stage: string; p: number }
type Tally = { hits: number; n: number; visits: number }

const VISITS_LEAST = 20
const FALSE_FINDINGS = 0.1

/** By key of the stage: the worse ones first, each group by the strength of the evidence. */
export async function findCauses(house: House, ask: Ask, question: Omit<Query, 'kpis'>): Promise<FoundCauses> {
  const tested = await testAll(house, ask, question)
  const adjusted = benjaminiHochberg(
    tested.map(({ p }) => p),
    FALSE_FINDINGS,
  )
  const found = tested.flatMap(({ stage, ...cause }, i) => (adjusted[i]!.found ? [{ stage, cause: { ...cause, q: adjusted[i]!.q } }] : []))
  const byStage = Map.groupBy(found, ({ stage }) => stage)
  const order = (a: BottleneckCause, b: BottleneckCause) => Number(a.effect > 0) - Number(b.effect > 0) || a.p - b.p
  return { tests: tested.length, of: (stage) => (byStage.get(stage) ?? []).map(({ cause }) => cause).sort(order) }
}

/** Every value of every dimension, the unknown ones left out. */
async function testAll(house: House, ask: Ask, question: Omit<Query, 'kpis'>): Promise<Tested[]> {
  const catalogue = withFigures(await loadCatalogue(), [stagePasses])
  const query = { ...question, kpis: [stagePasses.id], by: ['stage', 'person'] }
  const { plan, question: scan, workspace } = await planQuestion(house, { ...ask, query, catalogue })
  const kpi = plan.kpis[0]!
  if (kpi.kind !== 'measured') return []
  const found = await runPlan(house.warehouse, { ...plan, dimensions: [plan.dimensions[0]!, eachOf(causeDimensions)] }, scan, {
    withTotal: false,
  })
  const rows = [...found.groups].map(([key, [stage = '', cause = '']]) => ({
    stage,
    ...readEach(cause),
    ...tallyOf(partNumbers(found, kpi, plan.frames[0]!, key)[0] ?? null),
  }))
  const keys = rows.filter(({ dimension }) => dimension === 'person').map(({ value }) => value)
  const people = await findMembers(house.warehouse, workspace.num, 'people', keys)
  const memberOf = ({ dimension, value }: (typeof rows)[number]): Member | undefined =>
    dimension === 'person' ? people.get(value) : value === '' ? undefined : { id: value, name: value }
  return [...Map.groupBy(rows, ({ stage, dimension }) => `${stage} ${dimension}`).values()].flatMap((values) => {
    const all = values.reduce((sum, one) => ({ hits: sum.hits + one.hits, n: sum.n + one.n }), { hits: 0, n: 0 })
    return values.flatMap((row) => {
      const { stage, dimension, hits, n, visits } = row
      const member = memberOf(row)
      const rest = { hits: all.hits - hits, n: all.n - n }
      if (member?.id == null || visits < VISITS_LEAST || n === 0 || rest.n === 0) return []
      const effect = hits / n - rest.hits / rest.n
      const p = fisherExact(hits, n, rest.hits, rest.n)
      return [{ stage, dimension, value: member.id, label: member.name ?? member.id, effect, p, n }]
    })
  })
}

function tallyOf(numbers: Numbers | null): Tally {
  const num = (name: string) => Number(numbers?.get(name) ?? 0)
  return { hits: num('hits'), n: num('n'), visits: num('n') + num('pending') }
}
