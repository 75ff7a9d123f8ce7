// Cohorts: of the customers who first bought in a month, how many bought in each month after it, and how much.
import type { Cohort, CohortsAnswer, CohortsQuery } from '../contract/customer-analyses.ts'
import { emptyCell } from '../kpi/cells.ts'
import { cohortCustomers, cohortSelect } from '../kpi/customer-figures.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { readNamed } from '../kpi/passes/narrow.ts'
import type { MeasuredKpi, Plan } from '../kpi/plan.ts'
import { printSelect } from '../kpi/sql/print.ts'
import { wilson } from '../stats/proportion.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { type Ask, headOf } from './run-query.ts'

type Row = { frame_no: number; customers: string; active: string[]; revenue: number[] }

/** Months since the year 0. */
const monthNo = (written: string) => Number(written.slice(0, 4)) * 12 + Number(written.slice(5, 7))

export async function showCohorts(house: House, ask: Ask & { query: CohortsQuery }): Promise<CohortsAnswer> {
  const { compare: _compare, limit, ...period } = ask.query
  const catalogue = withFigures(await loadCatalogue(), [cohortCustomers])
  const query = { ...period, kpis: [cohortCustomers.id], grain: 'month' as const }
  const { plan, question, workspace } = await planQuestion(house, { ...ask, catalogue, query })
  const now = plan.framing.period.asOf.toZonedDateTimeISO(workspace.settings.timezone).toPlainDate()
  const from = plan.framing.period.from
  const ages = Math.max(1, monthNo(now.toString()) - monthNo(from.toString()) + 1)
  const { scan, set } = (plan.kpis[0] as MeasuredKpi).parts[0]!
  const { fact } = plan.scans[scan]!
  const select = readNamed(
    cohortSelect(plan.scans[scan]!, set.where, question, ages),
    fact.columns.map((column) => column.name),
  )
  const rows = await house.warehouse.query<Row>(printSelect(select))
  const head = headOf(workspace, { grain: 'month', by: [] }, plan)
  return { ...head, grain: 'month', cohorts: cohortsOf(plan, rows, monthNo(now.toString())).slice(0, limit) }
}

function cohortsOf(plan: Plan, rows: readonly Row[], running: number): Cohort[] {
  const byFrame = new Map(rows.map((row) => [Number(row.frame_no), row]))
  const found = plan.frames.flatMap(({ no, bucket }) => {
    const row = byFrame.get(no)
    return bucket === null || row === undefined || Number(row.customers) === 0 ? [] : [{ cohort: bucket, row }]
  })
  // Every cohort has the ages of the oldest.
  const ages = running - Math.min(...found.map(({ cohort }) => monthNo(cohort))) + 1
  return found.map(({ cohort, row }) => ({
    cohort,
    customers: Number(row.customers),
    cells: Array.from({ length: ages }, (_, age) => cellOf(row, age, monthNo(cohort) + age < running)),
  }))
}

function cellOf(row: Row, age: number, isOver: boolean): Cohort['cells'][number] {
  const [customers, active] = [Number(row.customers), Number(row.active[age] ?? 0)]
  const known = { n: customers, pending: 0, excluded: 0, unpriced: 0 }
  const rate = isOver ? { ...known, ...wilson(active, customers) } : { ...emptyCell('follow_up_short'), pending: customers }
  return { age, active, rate, revenue: row.revenue[age] ?? 0 }
}
