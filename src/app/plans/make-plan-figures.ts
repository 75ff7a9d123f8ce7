// The KPIs of the family Plan in a table of figures: which plans stand behind each row and the total, and their cells. A question
// names the plan's metric by `where metric=…` or `by metric`; else it is revenue, or the first that has a plan.
import { emptyCell } from '../../kpi/cells.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { MadeKpi, Plan } from '../../kpi/plan.ts'
import { addUpGoals, type GoalFacts, isOfPeriod, type PlanFigure, planCell } from '../../kpi/plans/attainment.ts'
import { goalFor } from '../../kpi/plans/goal.ts'
import { localDay } from '../../kpi/plans/workdays.ts'
import { groupKey } from '../../warehouse/run-plan.ts'
import type { Made } from '../query-cells.ts'
import { type Forecast, forecastGoals } from './forecast-plans.ts'
import { type Holder, loadPlans, type Plans, theCompany } from './load-plans.ts'
import { type GoalContext, type Moment, measureGoals, type Want } from './measure-goals.ts'
import { isInScope, isPersonIn, isTeamIn, type Scope, scopeOf } from './plan-scope.ts'
import { splitGoal } from './split-goals.ts'

type MakeAsk = GoalContext & { plan: Plan; kpis: readonly MadeKpi[]; isCounted?: boolean }

/** The metric a plan is about when a question names none: the first of these that has a plan, else the first by its id. */
export const usualMetrics = ['revenue', 'cash_received', 'gross_profit', 'won_deals', 'new_customers']
const known = new Set(['person', 'team', 'metric'])

type Row = { group: string | null; metric: string; holders: readonly Holder[] }

export async function makePlanFigures(ask: MakeAsk): Promise<Made> {
  const { rules, plan, catalogue, house, kpis } = ask
  const noDimension: Made = { groups: new Map(), cell: () => emptyCell('no_dimension') }
  if (plan.filters.some(({ dimension }) => !known.has(dimension.id))) return noDimension
  const { timezone } = rules.zone
  const from = localDay(plan.frames.map((frame) => frame.from).sort()[0]!, timezone)
  const to = localDay(
    plan.frames
      .map((frame) => frame.to)
      .sort()
      .at(-1)!,
    timezone,
  )
  const plans = await loadPlans(house, rules, catalogue, { from, to })
  const scope = await scopeOf(ask)
  const { rows, groups } = rowsOf(ask, plans, scope)
  const { facts, chances } = await factsOf(ask, plans, rows)
  const cell: Made['cell'] = (entry, frame, group) => {
    const kpi = kpis.find((one) => one.entry.id === entry.id)
    const own = facts.get(factKey(frame, group))
    if (kpi === undefined || !own) return emptyCell('no_cases')
    if (kpi.figure !== 'probability') return planCell(own, kpi.figure as PlanFigure)
    const chance = chances.get(factKey(frame, group))
    return chance === undefined ? emptyCell('undefined') : { ...emptyCell(null), ...chance.probability, n: chance.runs }
  }
  const metric = rows.find(({ group }) => group === null)?.metric
  const unit: Made['unit'] = (entry) => (entry.unit === 'money' ? (catalogue.byId.get(metric ?? '')?.unit ?? null) : null)
  return { groups, cell, unit }
}

const factKey = (frame: Frame, group: string | null) => `${frame.no} ${group === null ? '' : `g${group}`}`

function rowsOf({ plan }: MakeAsk, plans: Plans, scope: Scope): { rows: Row[]; groups: Map<string, readonly string[]> } {
  const wanted = plan.filters.filter(({ dimension }) => dimension.id === 'metric').flatMap(({ values }) => values)
  const allowed = plans.metrics.filter((metric) => wanted.length === 0 || wanted.includes(metric))
  const visible = allowed.filter((metric) => plans.all.some((one) => one.metric === metric && isInScope(one, scope)))
  const metric = usualMetrics.find((id) => visible.includes(id)) ?? visible[0]
  const groups = new Map<string, readonly string[]>()
  const ids = plan.dimensions.map(({ id }) => id)
  const rows: Row[] = metric === undefined ? [] : [{ group: null, metric, holders: holdersOf(plans, scope, metric) }]
  const isOurs = ids.length > 0 && ids.every((id) => known.has(id)) && !(ids.includes('person') && ids.includes('team'))
  if (!isOurs) return { rows, groups }
  const axis = ids.includes('person') ? ('person' as const) : ids.includes('team') ? ('team' as const) : null
  for (const own of ids.includes('metric') ? visible : metric === undefined ? [] : [metric]) {
    for (const holder of axis === null ? [null] : holdersBy(plans, scope, own, axis)) {
      const values = ids.map((id) => (id === 'metric' ? own : (holder?.key ?? '')))
      const group = groupKey(values)
      groups.set(group, values)
      rows.push({ group, metric: own, holders: holder === null ? holdersOf(plans, scope, own) : [holder] })
    }
  }
  return { rows, groups }
}

function holdersBy(plans: Plans, scope: Scope, metric: string, axis: 'person' | 'team'): Holder[] {
  const own = plans.all.filter((one) => one.metric === metric)
  const keys = own.flatMap(({ person, team }) => (axis === 'person' ? (person ?? []) : (team ?? [])))
  const isIn = axis === 'person' ? isPersonIn : isTeamIn
  return [...new Set(keys)].filter((key) => isIn(scope, key)).map((key) => ({ kind: axis, key }))
}

/** Whose plans the total is of: the company's or the team's own, else those of its teams, else of its people, added up. */
function holdersOf(plans: Plans, scope: Scope, metric: string): Holder[] {
  if (scope.people !== null) return holdersBy(plans, scope, metric, 'person')
  if (scope.teams === null) {
    if (plans.of(theCompany, metric).length > 0) return [theCompany]
    const teams = holdersBy(plans, scope, metric, 'team')
    return teams.length > 0 ? teams : holdersBy(plans, scope, metric, 'person')
  }
  return [...scope.teams].flatMap((key): Holder[] => {
    const team: Holder = { kind: 'team', key }
    return plans.of(team, metric).length > 0 ? [team] : holdersBy(plans, { ...scope, teams: new Set([key]) }, metric, 'person')
  })
}

/** Where a frame is looked at from: its end, or the moment asked. */
export function momentOf({ to, asOf }: Pick<Frame, 'to' | 'asOf'>, timezone: string): Moment {
  const until = Date.parse(to) <= Date.parse(asOf) ? to : asOf
  return { until, asOf, today: localDay(until, timezone) }
}

type Told = { facts: Map<string, GoalFacts | null>; chances: ReadonlyMap<string, Forecast> }

async function factsOf(ask: MakeAsk, plans: Plans, rows: readonly Row[]): Promise<Told> {
  const { rules, plan, kpis } = ask
  const { timezone, fiscalStart } = rules.zone
  const places: { key: string; want: Want }[] = []
  for (const frame of plan.frames) {
    const period = { from: localDay(frame.from, timezone), to: localDay(frame.to, timezone), fiscalStart }
    const moment = momentOf(frame, timezone)
    for (const { group, metric, holders } of rows) {
      for (const holder of holders) {
        const goal = goalFor(plans.of(holder, metric), period)
        if (goal === null) continue
        const teamId = plans.calendarTeams.get(holder.key) ?? null
        const want = { holder, goal: await splitGoal(ask, { holder, teamId, asOf: frame.asOf }, goal), moment, teamId }
        places.push({ key: factKey(frame, group), want })
      }
    }
  }
  const figures = new Set(kpis.map(({ figure }) => figure))
  const needs = { past: figures.has('expected') || figures.has('pace'), day: figures.has('day') }
  const measured = await measureGoals(
    ask,
    places.map(({ want }) => want),
    needs,
  )
  const byKey = Map.groupBy(
    places.map(({ key, want }, i) => ({ key, want, facts: measured[i]! })),
    ({ key }) => key,
  )
  const facts = new Map([...byKey].map(([key, all]) => [key, addUpGoals(all.map((one) => one.facts))]))
  return { facts, chances: figures.has('probability') ? await chancesOf(ask, byKey, facts) : new Map() }
}

/** Chances do not add up: several holders' plans are simulated as one, of all their people. */
async function chancesOf(
  ask: MakeAsk,
  byKey: ReadonlyMap<string, readonly { want: Want; facts: GoalFacts }[]>,
  added: ReadonlyMap<string, GoalFacts | null>,
): Promise<Map<string, Forecast>> {
  const goals = [...byKey].flatMap(([key, all]) => {
    const facts = added.get(key) ?? null
    if (facts === null) return []
    const { want } = all[0]!
    const holders = all.filter(({ facts: own }) => isOfPeriod(own.goal, want.goal)).map(({ want: { holder } }) => holder)
    return [{ key, goal: { want: { ...want, ...(holders.length > 1 ? { holders } : {}) }, facts } }]
  })
  const forecasts = await forecastGoals(
    ask,
    goals.map(({ goal }) => goal),
    ask.isCounted,
  )
  return new Map(goals.map(({ key }, i) => [key, forecasts[i]!]))
}
