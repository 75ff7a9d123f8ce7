// How the plans go: what is reached, what should be, the chance with its bands, which change would help most, what a day needs.
import { Temporal } from 'temporal-polyfill'
import type { PlanEntry, PlanProgress, PlansAnswer, PlansPost } from '../../contract/plans.ts'
import type { Viewer } from '../../contract/query.ts'
import { momentAsked, resolvePeriod } from '../../kpi/passes/period.ts'
import { aimOf, attainmentOf, expectedShare, type GoalFacts, paceOf } from '../../kpi/plans/attainment.ts'
import { localDay } from '../../kpi/plans/workdays.ts'
import { GENERATOR } from '../../stats/seeded-random.ts'
import { listPlanRows, type PlanRow } from '../../warehouse/find-plans.ts'
import { loadOwnCatalogue } from '../load-own-catalogue.ts'
import type { House } from '../open-house.ts'
import { findWorkspaceRules, type WorkspaceRules } from '../workspace-rules.ts'
import { type Forecast, forecastGoals, SEED } from './forecast-plans.ts'
import { type Forecasted, keepForecasts } from './keep-forecasts.ts'
import { holderKeys, planEntries, viewerScope } from './list-plans.ts'
import { holderOf, loadPlans } from './load-plans.ts'
import { type Moment, measureGoals, type Want } from './measure-goals.ts'
import { findNeeded } from './needed-activities.ts'
import { isInScope } from './plan-scope.ts'

/** More plans than these are asked by metric, person or team. */
const PLANS_MAX = 300

type ShowAsk = {
  workspace: string
  viewer: Viewer
  now: Date
  query: Pick<PlansPost, 'metric' | 'person' | 'team' | 'from' | 'to' | 'last' | 'as_of' | 'where' | 'limit'> & { id?: string }
}
/** A plan with what it was measured by. */
export type Shown = Forecasted & { progress: PlanProgress }

export async function showPlans(house: House, ask: ShowAsk): Promise<PlansAnswer> {
  const { rules, shown, head } = await findPlans(house, ask)
  if (ask.query.as_of === undefined) await keepForecasts(house, rules.workspace.num, shown)
  const seeded = shown.some(({ forecast }) => forecast.end !== null)
  return {
    ...head,
    plans: shown.map(({ progress }) => progress),
    ...(seeded ? { notes: [{ code: 'seeded', text: `${GENERATOR}, seed ${SEED}, ${rules.workspace.id}` }] } : {}),
  }
}

/** The plans in force at the moment asked, or in the period asked, with everything that is told of them. */
export async function findPlans(
  house: House,
  ask: ShowAsk,
): Promise<{ rules: WorkspaceRules; shown: Shown[]; head: Omit<PlansAnswer, 'plans' | 'notes'> }> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const catalogue = await loadOwnCatalogue(house, rules.workspace.id)
  const { timezone } = rules.zone
  const now = Temporal.Instant.fromEpochMilliseconds(ask.now.getTime())
  const asOf = momentAsked(ask.query.as_of, now, timezone).toString()
  const today = localDay(asOf, timezone)
  const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString()
  const { from, to, last, as_of } = ask.query
  const isAsked = from !== undefined || to !== undefined || last !== undefined
  const period = isAsked ? resolvePeriod({ from, to, last, as_of }, now, timezone) : null
  const days = { from: period?.from.toString() ?? today, to: period?.to.toString() ?? tomorrow }
  const rows = await rowsShown(house, rules, ask, days, asOf)
  const plans = await loadPlans(house, rules, catalogue, days)
  const records = new Map(plans.all.map((plan) => [plan.id, plan]))
  const kept = rows.filter(({ key }) => records.has(key)).slice(0, Math.min(ask.query.limit ?? PLANS_MAX, PLANS_MAX))
  const moment: Moment = { until: asOf, asOf, today }
  const wants = kept.map((row): Want => {
    const plan = records.get(row.key)!
    const { metric, from: begin, to: end, kind, target, floor, stretch } = plan
    return {
      holder: holderOf(plan),
      goal: { metric, from: begin, to: end, kind, target, floor, stretch, plans: [plan.id], partOf: null },
      moment,
      teamId: plans.calendarTeams.get(plan.team ?? '') ?? null,
    }
  })
  const context = { house, rules, catalogue }
  const facts = await measureGoals(context, wants, { past: true, day: false })
  const goals = wants.map((want, i) => ({ want, facts: facts[i]! }))
  const [needed, entries, forecasts] = await Promise.all([
    findNeeded(context, goals),
    planEntries(house, rules, kept),
    forecastGoals(context, goals),
  ])
  const shown = kept.map((row, i): Shown => {
    const forecast = forecasts[i]!
    return { row, want: wants[i]!, facts: facts[i]!, forecast, progress: progressOf(entries[i]!, facts[i]!, forecast, needed[i]!) }
  })
  const { id: workspace, settings } = rules.workspace
  const head = { workspace, timezone, currency: settings.currency, as_of: asOf, ...days, by: [], grain: null, compare: null }
  return { rules, shown, head }
}

/** Company first, then teams, then people; of one holder money first. */
async function rowsShown(
  house: House,
  rules: WorkspaceRules,
  { viewer, query }: ShowAsk,
  days: { from: string; to: string },
  asOf: string,
): Promise<PlanRow[]> {
  const given = (name: 'metric' | 'person' | 'team') => {
    const value = query.where?.[name] ?? query[name]
    return value === undefined || value === null ? null : Array.isArray(value) ? value.filter((one) => one !== null) : [value]
  }
  const [metrics, people, teams] = [given('metric'), given('person'), given('team')]
  const own = await viewerScope(house, rules, viewer, asOf)
  const rows = await listPlanRows(house.warehouse, rules.workspace.num, days)
  const rank = (row: PlanRow) => (row.person !== '0' ? 2 : row.team !== '0' ? 1 : 0)
  return rows
    .filter((row) => isInScope(holderKeys(row), own))
    .filter((row) => (query.id === undefined || row.key === query.id) && (metrics === null || metrics.includes(row.metric)))
    .filter((row) => (people === null && teams === null) || people?.includes(row.person_text) || teams?.includes(row.team_text))
    .toSorted((a, b) => rank(a) - rank(b) || order(a, b))
}

const money = (metric: string) => (metric === 'revenue' ? 0 : 1)
const order = (a: PlanRow, b: PlanRow) =>
  money(a.metric) - money(b.metric) ||
  (a.metric === b.metric ? 0 : a.metric < b.metric ? -1 : 1) ||
  (a.from < b.from ? -1 : Number(a.from > b.from))

function progressOf(
  { metric, target: _target, ...plan }: PlanEntry,
  facts: GoalFacts,
  forecast: Forecast,
  needed: PlanProgress['needed'],
): PlanProgress {
  const { value, low, high } = forecast.probability
  return {
    plan,
    metric,
    target: facts.goal.kind === 'per_day' ? aimOf(facts) : facts.goal.target,
    actual: facts.actual.value,
    expected_share: expectedShare(facts),
    attainment: attainmentOf(facts),
    pace: paceOf(facts),
    probability: { value, low, high },
    bands: forecast.bands.map(({ day, p10, p50, p90 }) => ({ day, p10, p50, p90 })),
    levers: leversOf(facts, forecast),
    needed,
  }
}

/** How much better a thing is made to see what it would do. */
const STEP = 0.1

/** The chance if one thing were better, the most helpful first. */
function leversOf({ goal }: GoalFacts, { probability, lever }: Forecast): PlanProgress['levers'] {
  if (probability.value === null) return []
  const isMoney = goal.metric === 'revenue' || goal.metric === 'cash_received'
  const levers = [
    { lever: 'leads', step: STEP, probability: lever({ arrivals: 1 + STEP }) },
    { lever: 'conversion', step: STEP, probability: lever({ chance: 1 + STEP }) },
    ...(isMoney ? [{ lever: 'average_deal', step: STEP, probability: lever({ amount: 1 + STEP }) }] : []),
    { lever: 'working_days', step: 1, probability: lever({}, 1) },
  ]
  return levers.toSorted((a, b) => (b.probability ?? 0) - (a.probability ?? 0))
}
