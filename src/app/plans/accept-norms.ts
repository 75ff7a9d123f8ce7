// What a plan needs a day, taken as norms of its holder from today to the plan's end.
import { AppError } from '../../contract/errors.ts'
import type { PlanEntry } from '../../contract/plans.ts'
import type { Viewer } from '../../contract/query.ts'
import type { House } from '../open-house.ts'
import { findWorkspaceRules } from '../workspace-rules.ts'
import { writePlans } from './change-plans.ts'
import { normMetrics } from './needed-activities.ts'
import { normDays } from './norm-days.ts'
import { findPlans } from './show-plans.ts'

/** Throws not_found, and bad_input where nothing can be said of what is needed. */
export async function acceptNorms(
  house: House,
  ask: { workspace: string; viewer: Viewer; now: Date; id: string },
): Promise<{ plans: PlanEntry[] }> {
  const rules = await findWorkspaceRules(house, ask.workspace)
  const { shown } = await findPlans(house, { ...ask, query: { id: ask.id } })
  const [plan] = shown
  if (plan === undefined)
    throw new AppError('not_found', `There is no plan "${ask.id}" in force.`, { path: 'id', hint: '`rumb plan` shows those that are.' })
  const { want, facts, progress, row } = plan
  const days = await normDays(house, rules, want)
  const needed = progress.needed.filter(({ activity, per_workday }) => normMetrics.has(activity) && per_workday > 0)
  if (needed.length === 0 || days === 0)
    throw new AppError('bad_input', 'There is nothing to take as norms: the plan is made or over, or there are no own rates yet.', {
      path: 'id',
    })
  // What all need a day, shared by the days everybody will work; to a tenth, upwards.
  const norm = (perWorkday: number) => Math.ceil((perWorkday * facts.left * 10) / days - 1e-9) / 10
  const plans = needed.map(({ activity, per_workday }) => ({
    metric: activity,
    ...{ from: want.moment.today, to: want.goal.to, kind: 'per_day', target: norm(per_workday) },
    ...{ person_id: row.person_text || undefined, team_id: row.team_text || undefined },
  }))
  return { plans: await writePlans(house, rules, ask.now, plans) }
}
