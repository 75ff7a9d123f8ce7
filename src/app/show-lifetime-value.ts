// What a customer is worth: expected purchases and amounts of each by the models of lifetime value, and beside them what was observed.
import type { Member, PlainCell } from '../contract/answer.ts'
import type { CltvAnswer, CltvQuery, CustomerWorth } from '../contract/customer-analyses.ts'
import { emptyCell, lifetimeSeed } from '../kpi/cells.ts'
import { historySelect, observedDays, valuedCustomers } from '../kpi/customer-figures.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { readNamed } from '../kpi/passes/narrow.ts'
import type { MeasuredKpi } from '../kpi/plan.ts'
import { printSelect } from '../kpi/sql/print.ts'
import { type CustomerValue, type LifetimeValue, lifetimeValue } from '../stats/lifetime-value.ts'
import { meanOf } from '../stats/mean.ts'
import { chanceAlive, expectedPurchases } from '../stats/purchase-model.ts'
import { GENERATOR } from '../stats/seeded-random.ts'
import { customerKeys, findNamed } from '../warehouse/find-members.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { type Ask, headOf } from './run-query.ts'

type Row = {
  full_id: string
  company_k: string
  contact_k: string
  cohort: string
  x: string
  last: string
  seen: string
  mean: number | null
  bought: (number | null)[]
}
type History = { row: Row; x: number; tx: number; T: number; mean: number | null }

/** Customers in the order of their ids, so that the same question gives the same answer. */
export async function showLifetimeValue(house: House, ask: Ask & { query: CltvQuery }): Promise<CltvAnswer> {
  const { compare: _compare, horizon_days, limit, ...period } = ask.query
  const catalogue = withFigures(await loadCatalogue(), [valuedCustomers])
  const { plan, question, workspace } = await planQuestion(house, { ...ask, catalogue, query: { ...period, kpis: [valuedCustomers.id] } })
  const { scan, set } = (plan.kpis[0] as MeasuredKpi).parts[0]!
  const { fact } = plan.scans[scan]!
  const select = readNamed(
    historySelect(plan.scans[scan]!, set.where, question),
    fact.columns.map((column) => column.name),
  )
  const found = await house.warehouse.query<Row>(printSelect(select))
  const histories = found
    .map((row) => ({ row, x: Number(row.x), tx: Number(row.last) / 7, T: Number(row.seen) / 7, mean: row.mean }))
    .sort((a, b) => (a.row.full_id < b.row.full_id ? -1 : Number(a.row.full_id > b.row.full_id)))
  const worth = lifetimeValue(histories, horizon_days, lifetimeSeed)
  const rows = rowsOf(histories, worth, horizon_days / 7)
  const shown = rows.slice(0, limit)
  const memberOf = await membersOf(
    house,
    workspace.num,
    shown.map(({ row }) => row),
  )
  const { value, low, high, why, n } = worth
  return {
    ...headOf(workspace, { by: [], grain: undefined }, plan),
    unit: 'week',
    customers: n,
    ...modelsOf(worth),
    horizon_days,
    mean: { value, low, high, why, n, pending: 0, excluded: 0, unpriced: 0 },
    observed: observedOf(histories),
    rows: shown.map(({ row, worth: own }) => ({ customer: memberOf(row), ...own })),
    notes: [{ code: 'seeded', text: `${GENERATOR}, seed ${lifetimeSeed}` }],
  }
}

function modelsOf({ purchaseModel, spendModel }: LifetimeValue): Pick<CltvAnswer, 'bgnbd' | 'gamma_gamma'> {
  return {
    bgnbd: purchaseModel && { ...purchaseModel.model, log_likelihood: purchaseModel.logLikelihood },
    gamma_gamma: spendModel && { ...spendModel.model, log_likelihood: spendModel.logLikelihood },
  }
}

/** The most valuable first. Without a value there may be a model of purchases alone. */
function rowsOf(
  histories: readonly History[],
  worth: LifetimeValue,
  weeks: number,
): { row: Row; worth: Omit<CustomerWorth, 'customer'> }[] {
  const model = worth.purchaseModel?.model
  const expected = (history: History, i: number): Pick<CustomerValue, 'purchases' | 'alive'> | undefined =>
    worth.customers[i] ?? (model && { purchases: expectedPurchases(model, history, weeks), alive: chanceAlive(model, history) })
  const rows = histories.map((history, i) => {
    const own = expected(history, i)
    const { row, x, tx, T, mean } = history
    return {
      row,
      worth: {
        frequency: x,
        recency: tx,
        age: T,
        mean_amount: mean,
        expected_purchases: own?.purchases ?? null,
        alive: own?.alive ?? null,
        value: worth.customers[i]?.value ?? null,
      },
    }
  })
  return rows.sort((a, b) => (b.worth.value ?? 0) - (a.worth.value ?? 0))
}

/** What customers had bought by an age, of those who have reached it; the younger are pending. */
function observedOf(histories: readonly History[]): CltvAnswer['observed'] {
  const byCohort = [...Map.groupBy(histories, ({ row }) => row.cohort)].sort(([a], [b]) => (a < b ? -1 : 1))
  return [...observedDays].map(([age_months, days], at) => ({
    age_months,
    days,
    value: observedCell(histories, at),
    cohorts: byCohort.map(([cohort, own]) => ({ cohort, value: observedCell(own, at) })),
  }))
}

function observedCell(histories: readonly History[], at: number): PlainCell {
  const values = histories.flatMap(({ row }) => row.bought[at] ?? [])
  const pending = histories.length - values.length
  if (values.length === 0) return { ...emptyCell(pending > 0 ? 'follow_up_short' : 'no_cases'), pending }
  const sum = values.reduce((total, value) => total + value, 0)
  const squares = values.reduce((total, value) => total + value * value, 0)
  return { ...meanOf(values.length, sum, squares), n: values.length, pending, excluded: 0, unpriced: 0 }
}

/** A customer as shown: the company, else the contact, though only its id may be known, else the first sale itself. */
async function membersOf(house: House, ws: number, rows: readonly Row[]): Promise<(row: Row) => Member> {
  const ofContact = rows.filter(({ company_k }) => company_k === '0')
  const named = (kind: 'companies' | 'contacts', keys: readonly string[]) =>
    findNamed(house.warehouse, ws, kind, keys, customerKeys(ws, kind))
  const [companies, contacts] = await Promise.all([
    named(
      'companies',
      rows.map(({ company_k }) => company_k),
    ),
    named(
      'contacts',
      ofContact.map(({ contact_k }) => contact_k),
    ),
  ])
  return ({ company_k, contact_k, full_id }) => {
    const known = company_k === '0' ? contacts.get(contact_k) : companies.get(company_k)
    return { id: known?.id ?? full_id, name: known?.name || null }
  }
}
