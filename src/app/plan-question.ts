// Question → plan with what it rests on: the rules of the workspace and the yardsticks its KPIs read. Figures and the lists behind
// them start here alike.
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../contract/errors.ts'
import type { Query, Viewer } from '../contract/query.ts'
import { managers } from '../contract/roles.ts'
import { buildPlan } from '../kpi/build-plan.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { findDimension } from '../kpi/dimensions.ts'
import type { Lowering } from '../kpi/expression/types.ts'
import { framesOf } from '../kpi/passes/period.ts'
import type { ScanQuestion } from '../kpi/passes/scan.ts'
import type { Plan } from '../kpi/plan.ts'
import type { Workspace } from '../store/tables/workspaces.ts'
import { findAmountBounds } from '../warehouse/amount-bounds.ts'
import { findStanding } from '../warehouse/find-standing.ts'
import { findActivity } from './find-activity.ts'
import { findCampaigns } from './find-campaigns.ts'
import { findJourneyRules, type Shares } from './find-journey-rules.ts'
import { findPromised } from './find-promised.ts'
import { findYardsticks } from './find-yardsticks.ts'
import type { House } from './open-house.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

type Asked = {
  workspace: string
  viewer: Viewer
  now: Date
  query: Query
  catalogue: Catalogue
  shares?: Shares | undefined
  isCounted?: boolean | undefined
}

export async function planQuestion(house: House, asked: Asked): Promise<{ plan: Plan; question: ScanQuestion; workspace: Workspace }> {
  const { catalogue, viewer } = asked
  const rules = await findWorkspaceRules(house, asked.workspace)
  const { workspace, zone } = rules
  const query = await standingIn(house, workspace, asked.query)
  const withCosts = asksCosts(query, viewer)
  const now = Temporal.Instant.fromEpochMilliseconds(asked.now.getTime())
  const entries = query.kpis.flatMap((id) => catalogue.byId.get(id) ?? [])
  const readsBands = [...(query.by ?? []), ...Object.keys(query.where ?? {})].includes('amount_band')
  const { frames, period } = framesOf(query, now, zone)
  const until = period.asOf.toString()
  const { warehouse } = house
  const [yardsticks, ...found] = await Promise.all([
    findYardsticks(house, rules, catalogue, query, frames),
    findActivity(warehouse, rules, entries, frames),
    findPromised(house, rules, entries, until),
    findCampaigns(warehouse, rules, asked, entries, frames),
    findJourneyRules(warehouse, rules, asked, entries),
    readsBands ? findAmountBounds(warehouse, workspace.num, until).then((amountBounds) => ({ amountBounds })) : {},
  ])
  const lowering: Lowering = {
    ...rules.lowering,
    yardsticks,
    isOpenBegin: query.from === undefined && query.last === undefined && query.grain === undefined,
    withCosts,
  }
  for (const rests of found) Object.assign(lowering, rests)
  const plan = buildPlan(query, catalogue, { now, zone, lowering, credit: query.credit ?? workspace.settings.credit, viewer })
  return { plan, question: { ws: workspace.num, frames: plan.frames, filters: plan.filters, viewer, lowering }, workspace }
}

/** The question with people named by who stands for them. */
async function standingIn({ warehouse }: House, { num }: Workspace, query: Query): Promise<Query> {
  const { where } = query
  const named = Object.entries(where ?? {}).filter(([id]) => findDimension(id)?.form === 'people')
  const list = (value: string | null | readonly (string | null)[]) => (typeof value === 'string' || value === null ? [value] : value)
  const ids = named.flatMap(([, value]) => list(value)).filter((id) => id !== null && id !== '')
  const standing = await findStanding(warehouse, num, ids as string[])
  if (standing.size === 0) return query
  const renamed = named.map(([id, value]) => [id, list(value).map((one) => standing.get(one ?? '') ?? one)])
  return { ...query, where: { ...where, ...Object.fromEntries(renamed) } }
}

/** Throws forbidden for who may not see costs. */
function asksCosts({ with_costs: withCosts = false }: Query, { role }: Viewer): boolean {
  if (withCosts && !managers.includes(role)) throw new AppError('forbidden', `Costs are beyond the role ${role}.`, { path: 'with_costs' })
  return withCosts
}
