// What a question needs to know of its workspace: settings, calendar of working days, zone.
import type { Temporal } from 'temporal-polyfill'
import { AppError } from '../contract/errors.ts'
import { isWorkday, workspaceCalendar } from '../kpi/calendar/working-days.ts'
import type { Lowering } from '../kpi/expression/types.ts'
import type { Zone } from '../kpi/passes/framing.ts'
import { findWorkspace, type Workspace } from '../store/tables/workspaces.ts'
import type { House } from './open-house.ts'

export type WorkspaceRules = { workspace: Workspace; zone: Zone; lowering: Lowering }

export async function findWorkspaceRules(house: House, id: string): Promise<WorkspaceRules> {
  const workspace = await findWorkspace(house.store.db, id)
  if (workspace === null) throw new AppError('not_found', `there is no workspace "${id}"`, { hint: 'rumb import --workspace makes one' })
  const { settings } = workspace
  const calendar = workspaceCalendar(settings)
  return {
    workspace,
    zone: {
      timezone: settings.timezone,
      fiscalStart: Number(settings.fiscal_year_start),
      isWorkday: (day: Temporal.PlainDate) => isWorkday(calendar, day),
    },
    lowering: {
      timezone: settings.timezone,
      effectiveCallS: settings.effective_call_s,
      ws: workspace.num,
      currency: settings.currency,
      baseCoverageDays: settings.base_coverage_days,
      journeys: { days: settings.attribution_days, rules: settings.channel_rules, visits: 'tracked', model: 'last_non_direct' },
    },
  }
}
