// What the campaigns of each frame have come to, for the questions about spend without sales: company-wide, by leads of the period.
import { Temporal } from 'temporal-polyfill'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Query, Viewer } from '../contract/query.ts'
import { buildPlan } from '../kpi/build-plan.ts'
import { campaignKey } from '../kpi/campaign-state.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import type { CampaignsOfFrame, Lowering } from '../kpi/expression/types.ts'
import { figure } from '../kpi/figure.ts'
import type { Frame } from '../kpi/passes/framing.ts'
import type { Plan } from '../kpi/plan.ts'
import type { Warehouse } from '../warehouse/client.ts'
import { runPlan } from '../warehouse/run-plan.ts'
import { cellsOf } from './query-cells.ts'
import type { WorkspaceRules } from './workspace-rules.ts'

const company: Viewer = { role: 'owner', person: null, teams: [] }
const CYCLE_DAYS = 365
const counted = { type: 'count', interval: 'none', fact: 'leads' }
const leads = figure('campaign_leads', 'count', { ...counted, where: 'population is unknown' })
const sold = figure('campaign_sold', 'count', { ...counted, where: 'population is unknown and happened(won_at)' })

/** Days to a sale over the year before: the unbiased figure where it is known, else the plain mean. */
const cycles = ['sales_cycle_p50', 'sales_cycle_won_mean']

type Asked = { query: Query; now: Date; catalogue: Catalogue }

/** Nothing where no KPI asks for it. */
export async function findCampaigns(
  warehouse: Warehouse,
  rules: WorkspaceRules,
  asked: Asked,
  entries: readonly KpiEntry[],
  frames: readonly Frame[],
): Promise<Pick<Lowering, 'campaigns'>> {
  if (!entries.some(({ measure }) => JSON.stringify(measure).includes('brought_sale'))) return {}
  const cycleDays = await findCycles(warehouse, rules, asked, frames)
  return { campaigns: await Promise.all(frames.map((frame, i) => campaignsOf(warehouse, rules, frame, cycleDays[i] ?? null))) }
}

async function run(warehouse: Warehouse, { workspace, lowering }: WorkspaceRules, plan: Plan, frames: readonly Frame[]) {
  const own = { ...plan, frames }
  const found = await runPlan(warehouse, own, { ws: workspace.num, frames, filters: [], viewer: company, lowering })
  return { found, cell: cellsOf(own, found) }
}

const asking = ({ zone, lowering }: WorkspaceRules, now: string) => ({
  ...{ now: Temporal.Instant.from(now), zone, lowering },
  ...{ credit: 'closer' as const, viewer: company },
})

async function findCycles(
  warehouse: Warehouse,
  rules: WorkspaceRules,
  { catalogue }: Asked,
  frames: readonly Frame[],
): Promise<(number | null)[]> {
  const before = frames.map((frame) => {
    const from = Temporal.Instant.from(frame.asOf)
      .subtract({ hours: 24 * CYCLE_DAYS })
      .toString()
    return { ...frame, from, until: frame.asOf, to: frame.asOf }
  })
  const plan = buildPlan({ kpis: cycles }, catalogue, asking(rules, frames[0]?.asOf ?? ''))
  const { cell } = await run(warehouse, rules, plan, before)
  const entries = cycles.flatMap((id) => catalogue.byId.get(id) ?? [])
  return before.map((frame) => entries.map((entry) => cell(entry, frame, null).value).find((value) => value !== null) ?? null)
}

async function campaignsOf(warehouse: Warehouse, rules: WorkspaceRules, frame: Frame, cycleDays: number | null): Promise<CampaignsOfFrame> {
  const where = `population is unknown and clock_days(created_at, as_of) >= ${cycleDays ?? 1e6}`
  const ripe = figure('campaign_ripe', 'count', { ...counted, where })
  const figures = [leads, sold, ripe]
  const catalogue: Catalogue = { families: [], byId: new Map(figures.map((entry) => [entry.id, entry])) }
  const plan = buildPlan({ kpis: figures.map(({ id }) => id), by: ['campaign', 'channel_group'] }, catalogue, asking(rules, frame.asOf))
  const own = { ...frame, no: 0 }
  const { found, cell } = await run(warehouse, rules, plan, [own])
  const keysWith = (entry: KpiEntry) => [
    ...new Set(
      [...found.groups].flatMap(([key, [campaign = '', group = '']]) =>
        (cell(entry, own, key).value ?? 0) > 0 ? [campaignKey(campaign, group)] : [],
      ),
    ),
  ]
  return { cycleDays, sold: keysWith(sold), ripe: keysWith(ripe), known: keysWith(leads) }
}
