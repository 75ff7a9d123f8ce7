// Asks figures of a fact over frames and filters that are given, whoever asks the question behind them.
import { Temporal } from 'temporal-polyfill'
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import type { Viewer } from '../../contract/query.ts'
import { buildPlan } from '../../kpi/build-plan.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { Filter, MeasuredKpi, Plan } from '../../kpi/plan.ts'
import { type Found, type Numbers, runPlan } from '../../warehouse/run-plan.ts'
import type { House } from '../open-house.ts'
import { partNumbers } from '../query-cells.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'

export type FigureAsk = { house: House; rules: WorkspaceRules; viewer: Viewer }
type Figures = { entries: readonly KpiEntry[]; by: readonly string[]; frames: readonly Frame[]; filters: readonly Filter[] }

/** What was found, with the numbers of a figure in a group of a frame; `groups` = values of `by`. */
export type FoundFigures = {
  plan: Plan
  groups: Found['groups']
  numbers: (entry: KpiEntry, frame: Frame, group: string | null) => Numbers | null
}

export const company: Viewer = { role: 'owner', person: null, teams: [] }

export async function runFigures({ house, rules, viewer }: FigureAsk, { entries, by, frames, filters }: Figures): Promise<FoundFigures> {
  const catalogue = { families: [], byId: new Map(entries.map((entry) => [entry.id, entry])) }
  const now = Temporal.Instant.from(frames[0]?.asOf ?? '1970-01-01T00:00:00Z')
  const { zone, lowering } = rules
  const query = { kpis: entries.map(({ id }) => id), by: [...by] }
  const built = buildPlan(query, catalogue, { now, zone, lowering, credit: 'closer', viewer })
  const plan = { ...built, frames, filters }
  const found = await runPlan(house.warehouse, plan, { ws: rules.workspace.num, frames, filters, viewer, lowering })
  const kpiOf = (entry: KpiEntry) => plan.kpis.find((kpi) => kpi.entry.id === entry.id) as MeasuredKpi
  return { plan, groups: found.groups, numbers: (entry, frame, group) => partNumbers(found, kpiOf(entry), frame, group)[0] ?? null }
}
