// What the analyses of customers ask of the customer facts, under the filters and rights of a question: counts of a cohort by age in
// months, and the purchases of every customer in short.
import { figure } from './figure.ts'
import { casesSelect, type ScanQuestion } from './passes/scan.ts'
import type { Scan } from './plan.ts'
import { call, infix, lambda, name, nothing, number, type Select, type Sql, text } from './sql/nodes.ts'
import { boughtWithinDays, lastAfter, repeatAmount, repeats, seenFor } from './vocabulary/purchase-history.ts'

/** Customers by the day of their first purchase. */
export const cohortCustomers = figure('cohort_customers', 'count', {
  type: 'count',
  fact: 'customers',
  axis: 'first_at',
  where: 'not later_day(first_at, customer_since)',
})

/** Customers whose purchases make a lifetime value. */
export const valuedCustomers = figure('valued_customers', 'count', {
  type: 'count',
  fact: 'customers',
  moment: 'as_of',
  where: 'since_begin(first_at) and first_at < until',
})

const asOf = name('frame_as_of')
const [x, v, age] = [name('x'), name('v'), name('age')]

/** Rows: frame_no, customers, and by age 0 … ages - 1 lists of those who bought and of what they bought. */
export function cohortSelect(scan: Scan, where: Sql, question: ScanQuestion, ages: number): Select {
  const cases = casesSelect(scan, question, [])
  const month = (moment: Sql) => {
    const local = call('toTimeZone', moment, text(question.lowering.timezone))
    return infix('+', infix('*', call('toInt32', call('toYear', local)), number(12)), call('toInt32', call('toMonth', local)))
  }
  const ageOf = (moment: Sql) => infix('-', month(moment), month(name('first_at')))
  const byAge = (body: Sql) => call('arrayMap', lambda(['age'], body), call('range', number(ages)))
  const happened = infix('<=', x, asOf)
  const boughtAt = call('arrayMap', lambda(['x'], call('if', happened, ageOf(x), number(-1))), name('purchase_at'))
  const amount = call('if', infix('AND', happened, infix('=', ageOf(x), age)), call('ifNull', call('toFloat64', v), number(0)), number(0))
  const amounts = call('arraySum', lambda(['x', 'v'], amount), name('sale_at'), name('sale_amount'))
  return {
    columns: [
      { sql: name('frame_no'), as: 'frame_no' },
      { sql: call('count'), as: 'customers' },
      { sql: call('sumForEach', byAge(call('toUInt64', call('has', boughtAt, age)))), as: 'active' },
      { sql: call('sumForEach', byAge(amounts)), as: 'revenue' },
    ],
    from: { kind: 'select', select: cases.from },
    where: [...cases.where, where],
    groupBy: [['frame_no']],
  }
}

/** Days since the first purchase at which what was bought by then is looked at, by months. */
export const observedDays: ReadonlyMap<number, number> = new Map([
  [3, 91],
  [6, 182],
  [12, 365],
])

/** A row per customer: its record, company and contact, cohort (month), x, last and seen (days), mean, bought (by observedDays). */
export function historySelect(scan: Scan, where: Sql, question: ScanQuestion): Select {
  const { lowering } = question
  const cases = casesSelect(scan, question, [])
  const observed = [...observedDays.values()].map((days) => call('toNullable', boughtWithinDays(days, lowering)))
  return {
    columns: [
      { sql: call('concat', call('toString', name('source')), text(':'), name('id')), as: 'full_id' },
      { sql: call('toString', name('company')), as: 'company_k' },
      { sql: call('toString', name('contact')), as: 'contact_k' },
      { sql: call('formatDateTime', call('toTimeZone', name('first_at'), text(lowering.timezone)), text('%Y-%m')), as: 'cohort' },
      { sql: repeats, as: 'x' },
      { sql: lastAfter(lowering), as: 'last' },
      { sql: seenFor(lowering), as: 'seen' },
      { sql: call('coalesce', repeatAmount, nothing), as: 'mean' },
      { sql: call('array', ...observed), as: 'bought' },
    ],
    from: { kind: 'select', select: cases.from },
    where: [...cases.where, where],
  }
}
