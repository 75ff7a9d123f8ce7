// Forecasts of plans are kept once a day, at the first question of the day, and graded once the period is over.
import type { Viewer } from '../../contract/query.ts'
import type { GoalFacts } from '../../kpi/plans/attainment.ts'
import { gradeForecasts } from '../../kpi/plans/grade-forecasts.ts'
import { localDay } from '../../kpi/plans/workdays.ts'
import { keepForecasts as keepStored, listForecasts, type PlanForecastRow } from '../../store/tables/plan-forecasts.ts'
import { listPlanRows, type PlanRow } from '../../warehouse/find-plans.ts'
import { loadOwnCatalogue } from '../load-own-catalogue.ts'
import type { House } from '../open-house.ts'
import { findWorkspaceRules } from '../workspace-rules.ts'
import type { Forecast } from './forecast-plans.ts'
import { holderKeys, viewerScope } from './list-plans.ts'
import { holderOf, loadPlans } from './load-plans.ts'
import { measureGoals, type Want } from './measure-goals.ts'
import { isInScope } from './plan-scope.ts'

/** A plan with its forecast. */
export type Forecasted = { row: PlanRow; want: Want; facts: GoalFacts; forecast: Forecast }
type Ask = { workspace: string; viewer: Viewer; now: Date }

/** Forecasts just made, as they are kept. A question about the past is no forecast. */
export async function keepForecasts(house: House, ws: number, shown: readonly Forecasted[]): Promise<void> {
  const rows = shown.flatMap(({ row, want, facts, forecast }): PlanForecastRow[] => {
    const { target } = facts.goal
    if (forecast.end === null || target === null || facts.actual.value === null) return []
    const { metric, from, to } = row
    const { p10, p50, p90 } = forecast.end
    return [
      {
        day: want.moment.today,
        plan: row.key,
        metric,
        from,
        to,
        target,
        actual: facts.actual.value,
        probability: forecast.probability.value,
        p10,
        p50,
        p90,
      },
    ]
  })
  await keepStored(house.store.db, ws, rows)
}

const GRADED_PLANS_MAX = 500
const LISTED_MAX = 400

type ForecastAnswer = {
  graded: ReturnType<typeof gradeForecasts>
  forecasts: (PlanForecastRow & { result: number | null })[]
}

/** What was forecast of the plans the viewer may see, latest first, with the result of those that are over, and how good it was. */
export async function gradePlans(house: House, ask: Ask & { plan: string | null }): Promise<ForecastAnswer> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const catalogue = await loadOwnCatalogue(house, rules.workspace.id)
  const { timezone } = rules.zone
  const asOf = ask.now.toISOString()
  const today = localDay(asOf, timezone)
  const kept = await listForecasts(house.store.db, rules.workspace.num, ask.plan)
  if (kept.length === 0) return { graded: gradeForecasts([]), forecasts: [] }
  const days = {
    from: kept.map(({ from }) => from).sort()[0]!,
    to: kept
      .map(({ to }) => to)
      .sort()
      .at(-1)!,
  }
  const scope = await viewerScope(house, rules, ask.viewer, asOf)
  const rows = await listPlanRows(house.warehouse, rules.workspace.num, days)
  const seen = new Set(rows.filter((row) => isInScope(holderKeys(row), scope)).map(({ key }) => key))
  const plans = await loadPlans(house, rules, catalogue, days)
  const over = plans.all
    .filter(({ id, to }) => to <= today && seen.has(id) && kept.some(({ plan }) => plan === id))
    .slice(0, GRADED_PLANS_MAX)
  const wants = over.map((plan): Want => {
    const { metric, from, to, kind, target, floor, stretch, id } = plan
    return {
      holder: holderOf(plan),
      goal: { metric, from, to, kind, target, floor, stretch, plans: [id], partOf: null },
      moment: { until: asOf, asOf, today },
    }
  })
  const facts = await measureGoals({ house, rules, catalogue }, wants, { past: false, day: false })
  const results = new Map(over.map(({ id }, i) => [id, facts[i]!.actual.value]))
  const told = kept.filter(({ plan }) => seen.has(plan)).map((row) => ({ ...row, result: results.get(row.plan) ?? null }))
  return { graded: gradeForecasts(told), forecasts: told.slice(0, LISTED_MAX) }
}
