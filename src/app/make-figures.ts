// Figures that are no sum over the cases of a fact, each made by the use case it names in the catalogue.
import type { Maker } from '../contract/kpi-entry.ts'
import type { Viewer } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import type { MadeKpi, Plan } from '../kpi/plan.ts'
import { makeFairness } from './fairness/make-fairness.ts'
import type { House } from './open-house.ts'
import { makeContribution } from './pay/make-contribution.ts'
import { makePayFigures } from './pay/make-pay-figures.ts'
import { makeCoverage } from './plans/make-coverage.ts'
import { makePlanFigures } from './plans/make-plan-figures.ts'
import { type Known, type Made, nothingMade } from './query-cells.ts'
import { findWorkspaceRules, type WorkspaceRules } from './workspace-rules.ts'

export type MakeAsk = {
  house: House
  rules: WorkspaceRules
  catalogue: Catalogue
  viewer: Viewer
  plan: Plan
  kpis: readonly MadeKpi[]
} & Known

const makes: Readonly<Record<Maker, (ask: MakeAsk) => Promise<Made>>> = {
  plan: makePlanFigures,
  pay: makePayFigures,
  contribution: makeContribution,
  coverage: makeCoverage,
  fairness: makeFairness,
}

/** Cells of all made KPIs of a plan; nothing is read where it has none. */
export async function makeFigures(
  house: House,
  ask: { workspace: string; viewer: Viewer; catalogue: Catalogue } & Known,
  plan: Plan,
): Promise<Made> {
  const kpis = plan.kpis.filter((kpi) => kpi.kind === 'made')
  if (kpis.length === 0) return nothingMade
  const rules = await findWorkspaceRules(house, ask.workspace)
  const byMaker = Map.groupBy(kpis, ({ by }) => by)
  const all = await Promise.all(
    [...byMaker].map(async ([by, own]) => ({
      ids: new Set(own.map(({ entry }) => entry.id)),
      made: await makes[by]({ ...ask, house, rules, plan, kpis: own }),
    })),
  )
  return {
    groups: new Map(all.flatMap(({ made }) => [...made.groups])),
    cell: (entry, frame, group) => all.find(({ ids }) => ids.has(entry.id))!.made.cell(entry, frame, group),
    evidence: (entry, frame, group) => all.find(({ ids }) => ids.has(entry.id))?.made.evidence?.(entry, frame, group) ?? null,
    unit: (entry) => all.find(({ ids }) => ids.has(entry.id))?.made.unit?.(entry) ?? null,
  }
}
