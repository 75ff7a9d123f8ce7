// Sales of the leads a person or team was given, against what the leads of others in the same cells became (kpis.md, Fairness). The cells
// and the time leads take are the company's, under the filters of the question that are not about people.

import { cellDimensions, leadAges, leadFates, leadWins, learntDays, ripeDays } from '../../kpi/fairness-figures.ts'
import { unpackCases } from '../../kpi/packed-cases.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { Filter, Plan } from '../../kpi/plan.ts'
import { leads } from '../../kpi/vocabulary/cases.ts'
import { aalenJohansen, incidenceAt } from '../../stats/competing-risks.ts'
import { type Cell, cellStrength, type ExpectedWins, type GivenLead, wonAgainstExpected } from '../../stats/expected-wins.ts'
import { type Cases, EVENT, timelineOf } from '../../stats/timeline.ts'
import { groupKey } from '../../warehouse/run-plan.ts'
import { company, type FigureAsk, type FoundFigures, runFigures } from './run-figures.ts'

const DAY = 86_400
const RIPE = ripeDays * DAY

export type FairWins = ExpectedWins & { pending: number; excluded: number }
export type Fairness = { groups: ReadonlyMap<string, readonly string[]>; of: (frame: Frame, group: string) => FairWins | null }
type Holder = 'person' | 'team'

const casesIn = (found: FoundFigures, frame: Frame, group: string | null): Cases =>
  unpackCases(found.numbers(leadFates, frame, group)?.get('cases'), false)

const isHit = ({ exit, outcome }: Cases, i: number) => outcome[i] === EVENT && exit[i]! <= RIPE

function hitsOf(cases: Cases): number {
  let hits = 0
  for (let i = 0; i < cases.exit.length; i++) if (isHit(cases, i)) hits++
  return hits
}

/** The year of leads that are old enough at the moment of a frame. */
function learntFrame(frame: Frame): Frame {
  const asOf = Date.parse(frame.asOf)
  const at = (days: number, plus = 0) => new Date(asOf - days * DAY * 1000 + plus).toISOString()
  const end = at(ripeDays, 1)
  return { ...frame, from: at(ripeDays + learntDays), until: end, to: end }
}

/** The leads of the year: by cell, by holder and cell, and when each was decided. */
type Past = { all: FoundFigures; byHolder: FoundFigures; together: FoundFigures }
/** What the leads of the year became: all of them by cell, and by holder and cell; and the share of sales that come by an age. */
type Learnt = { cells: Map<string, Cell>; own: Map<string, Map<string, Cell>>; ripeness: (age: number) => number; strength: number }

function learn(past: Past, frame: Frame): Learnt {
  const { all, byHolder, together } = past
  const counted = (found: FoundFigures, key: string): Cell => {
    const numbers = found.numbers(leadWins, frame, key)
    return { k: Number(numbers?.get('hits') ?? 0), n: Number(numbers?.get('n') ?? 0) }
  }
  const cells = new Map([...all.groups].map(([key]) => [key, counted(all, key)] as const))
  const own = new Map<string, Map<string, Cell>>()
  for (const [key, [holder = '', ...cell]] of byHolder.groups) {
    const known = own.get(holder) ?? new Map<string, Cell>()
    own.set(holder, known.set(groupKey(cell), counted(byHolder, key)))
  }
  const curve = aalenJohansen(timelineOf(casesIn(together, frame, null)))
  const end = incidenceAt(curve, RIPE).value ?? 0
  const ripeness = (age: number) => (age >= RIPE ? 1 : end > 0 ? (incidenceAt(curve, age).value ?? 0) / end : 0)
  return { cells, own, ripeness, strength: cellStrength(cells) }
}

/** Fair wins of every row of a plan; no row where it is not by person or team. */
export async function findExpectedWins(ask: FigureAsk & { plan: Plan }): Promise<Fairness> {
  const { plan } = ask
  const ids = plan.dimensions.map(({ id }) => id)
  const holder: Holder | null = ids.includes('person') ? 'person' : ids.includes('team') ? 'team' : null
  const nothing: Fairness = { groups: new Map(), of: () => null }
  const lacks = (filter: Filter) => filter.dimension.sql(leads, ask.rules.lowering) === null
  if (holder === null || plan.filters.some(lacks)) return nothing
  const cells = [...cellDimensions]
  const by = [...new Set([...ids, ...cells])]
  const others = plan.filters.filter(({ dimension }) => dimension.id !== 'person' && dimension.id !== 'team')
  const past = { entries: [leadWins], frames: plan.frames.map(learntFrame), filters: others }
  const everyone = { ...ask, viewer: company }
  const [given, all, byHolder, together] = await Promise.all([
    runFigures(ask, { entries: [leadFates, leadAges], by, frames: plan.frames, filters: plan.filters }),
    runFigures(everyone, { ...past, by: cells }),
    runFigures(everyone, { ...past, by: [holder, ...cells] }),
    runFigures(everyone, { ...past, entries: [leadFates], by: [] }),
  ])
  const learnt = new Map(plan.frames.map((frame) => [frame.no, learn({ all, byHolder, together }, frame)]))
  return rowsOf({ given, by, ids, holder, learnt })
}

type Rows = { given: FoundFigures; by: readonly string[]; ids: readonly string[]; holder: Holder; learnt: ReadonlyMap<number, Learnt> }

function rowsOf({ given, by, ids, holder, learnt }: Rows): Fairness {
  const groups = new Map<string, readonly string[]>()
  const parts = new Map<string, { key: string; cell: string; who: string }[]>()
  for (const [key, values] of given.groups) {
    const pick = (wanted: readonly string[]) => wanted.map((id) => values[by.indexOf(id)] ?? '')
    const [row] = [groupKey(pick(ids))]
    groups.set(row, pick(ids))
    const own = parts.get(row) ?? []
    own.push({ key, cell: groupKey(pick(cellDimensions)), who: pick([holder])[0]! })
    parts.set(row, own)
  }
  const of: Fairness['of'] = (frame, row) => {
    const { cells, own, ripeness, strength } = learnt.get(frame.no)!
    const received: GivenLead[] = []
    let [observed, pending, excluded] = [0, 0, 0]
    for (const { key, cell } of parts.get(row) ?? []) {
      excluded += Number(given.numbers(leadFates, frame, key)?.get('excluded') ?? 0)
      const cases = casesIn(given, frame, key)
      observed += hitsOf(cases)
      for (let i = 0; i < cases.exit.length; i++) if (cases.outcome[i] === 0 && cases.exit[i]! < RIPE) pending++
      const ages = (given.numbers(leadAges, frame, key)?.get('values') as number[][] | undefined) ?? []
      for (const [age = 0] of ages) received.push({ cell, ripeness: ripeness(Math.min(age, RIPE)) })
    }
    const who = parts.get(row)?.[0]?.who ?? ''
    return { ...wonAgainstExpected(received, observed, cells, own.get(who) ?? new Map(), strength), pending, excluded }
  }
  return { groups, of }
}
