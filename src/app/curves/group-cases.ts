// Cases of a figure counted by more than the dimensions a question can name: one scan, under the scope and filters of the question.
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import type { Query } from '../../contract/query.ts'
import { type DimensionDef, findDimension } from '../../kpi/dimensions.ts'
import { withFigures } from '../../kpi/funnel-figures.ts'
import type { Plan } from '../../kpi/plan.ts'
import type { Workspace } from '../../store/tables/workspaces.ts'
import { runPlan } from '../../warehouse/run-plan.ts'
import { loadCatalogue } from '../load-catalogue.ts'
import type { House } from '../open-house.ts'
import { planQuestion } from '../plan-question.ts'
import { partNumbers } from '../query-cells.ts'
import type { Ask } from '../run-query.ts'

export type CaseGroup = { values: readonly string[]; num: (name: string) => number }
export type GroupedCases = { groups: CaseGroup[]; plan: Plan; workspace: Workspace }

type Asked = { figure: KpiEntry; by: readonly (string | DimensionDef)[]; query: Omit<Query, 'kpis' | 'by'>; change?: (plan: Plan) => Plan }

/** Values in the order of `by`; keys of records are decimal. `change` adds to the plan what the figure does not count itself. */
export async function groupCases(house: House, ask: Ask, { figure, by, query, change = (plan) => plan }: Asked): Promise<GroupedCases> {
  const catalogue = withFigures(await loadCatalogue(), [figure])
  const named = by.filter((one) => typeof one === 'string')
  const { plan, question, workspace } = await planQuestion(house, { ...ask, catalogue, query: { ...query, kpis: [figure.id], by: named } })
  const dimensions = by.map((one) => (typeof one === 'string' ? findDimension(one)! : one))
  const changed = change({ ...plan, dimensions })
  const kpi = changed.kpis[0]!
  if (kpi.kind !== 'measured' || kpi.parts.some((part) => part.blocked)) return { groups: [], plan, workspace }
  const found = await runPlan(house.warehouse, changed, question, { withTotal: false })
  const groups = [...found.groups].map(([key, values]) => {
    const [numbers] = partNumbers(found, kpi, plan.frames[0]!, key)
    return { values, num: (name: string) => Number(numbers?.get(name) ?? 0) }
  })
  return { groups, plan, workspace }
}
