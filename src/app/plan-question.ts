// Question → plan with what it rests on: the rules of the workspace and the yardsticks its KPIs read. Figures and the lists behind
// them start here alike.
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../contract/errors.ts'
import type { Query, Viewer } from '../contract/query.ts'
import { managers } from '../contract/roles.ts'
import { buildPlan } from '../kpi/build-plan.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { framesOf } from '../kpi/passes/period.ts'
import type { ScanQuestion } from '../kpi/passes/scan.ts'
import type { Plan } from '../kpi/plan.ts'
import type { Workspace } from '../store/tables/workspaces.ts'
import { findAmountBounds } from '../warehouse/amount-bounds.ts'
import { findActivity } from './find-activity.ts'
import { findCampaigns } from './find-campaigns.ts'
import { findJourneyRules, type Shares } from './find-journey-rules.ts'
import { findPromised } from './find-promised.ts'
import { findYardsticks } from './find-yardsticks.ts'
import type { House } from './open-house.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

type Asked = { workspace: string; viewer: Viewer; now: Date; query: Query; catalogue: Catalogue; shares?: Shares | undefined }

export async function planQuestion(house: House, asked: Asked): Promise<{ plan: Plan; question: ScanQuestion; workspace: Workspace }> {
  const { query, catalogue, viewer } = asked
  const rules = await findWorkspaceRules(house, asked.workspace)
  const { workspace, zone } = rules
  const now = Temporal.Instant.fromEpochMilliseconds(asked.now.getTime())
  const yardsticks = await findYardsticks(house, rules, catalogue, query, framesOf(query, now, zone).frames)
  const entries = query.kpis.flatMap((id) => catalogue.byId.get(id) ?? [])
  const readsBands = [...(query.by ?? []), ...Object.keys(query.where ?? {})].includes('amount_band')
  const until = framesOf(query, now, zone).period.asOf
  const lowering = {
    ...rules.lowering,
    yardsticks,
    isOpenBegin: query.from === undefined && query.last === undefined && query.grain === undefined,
    withCosts: asksCosts(query, viewer),
    ...(await findActivity(house.warehouse, rules, entries, framesOf(query, now, zone).frames)),
    ...(await findPromised(house, rules, entries, until.toString())),
    ...(await findCampaigns(house.warehouse, rules, asked, entries, framesOf(query, now, zone).frames)),
    ...(await findJourneyRules(house.warehouse, rules, asked, entries)),
    ...(readsBands ? { amountBounds: await findAmountBounds(house.warehouse, workspace.num, until.toString()) } : {}),
  }
  const plan = buildPlan(query, catalogue, { now, zone, lowering, credit: query.credit ?? workspace.settings.credit, viewer })
  return { plan, question: { ws: workspace.num, frames: plan.frames, filters: plan.filters, viewer, lowering }, workspace }
}

/** Throws forbidden for who may not see costs. */
function asksCosts({ with_costs: withCosts = false }: Query, { role }: Viewer): boolean {
  if (withCosts && !managers.includes(role)) throw new AppError('forbidden', `Costs are beyond the role ${role}.`, { path: 'with_costs' })
  return withCosts
}
