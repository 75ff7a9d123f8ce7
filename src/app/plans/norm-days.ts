// Days that a holder's people will still work in a plan: what a norm is multiplied by.
import { laterOf } from '../../kpi/plans/past-periods.ts'
import { daysFrom, daysWorked } from '../../kpi/plans/workdays.ts'
import { countWorkedDays, findWorkedDays } from '../../warehouse/find-plans.ts'
import type { House } from '../open-house.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'
import type { Want } from './measure-goals.ts'
import { workdayOf } from './workday-of.ts'

export async function normDays(house: House, rules: WorkspaceRules, { holder, goal, moment, teamId }: Want): Promise<number> {
  const { workspace, zone } = rules
  const days = { from: laterOf(moment.today, goal.from), to: goal.to }
  if (holder.kind === 'person') {
    const worked = await findWorkedDays(house.warehouse, workspace.num, [holder.key], days)
    return worked.get(holder.key)?.length ?? daysFrom(daysWorked(workdayOf(rules, teamId), days), days.from)
  }
  const counted = await countWorkedDays(house.warehouse, workspace.num, holder.kind === 'team' ? holder.key : null, {
    ...days,
    timezone: zone.timezone,
  })
  return [...counted.values()].reduce((sum, n) => sum + n, 0)
}
