// Customers somebody could be offered more: those who buy, or are due to; under the filters and rights of a question.
import { creditedPerson } from './dimensions.ts'
import { figure } from './figure.ts'
import { casesSelect, type ScanQuestion } from './passes/scan.ts'
import type { Scan } from './plan.ts'
import { call, name, type Select, type Sql, text } from './sql/nodes.ts'
import { isDue } from './vocabulary/customer-state.ts'
import { lastPurchase } from './vocabulary/purchase-history.ts'

/** As of the end of a period, by the owner of that day. */
export const offeredCustomers = figure('offered_customers', 'count', {
  type: 'count',
  fact: 'customers',
  moment: 'as_of',
  where: 'active or due',
})

/** A row per customer: key, record behind it, company and contact, owner, local day of the last purchase, whether due. */
export function offeredSelect(scan: Scan, where: Sql, question: ScanQuestion): Select {
  const { lowering } = question
  const cases = casesSelect(scan, question, [])
  return {
    columns: [
      { sql: name('k'), as: 'client_k' },
      { sql: call('concat', call('toString', name('source')), text(':'), name('id')), as: 'full_id' },
      { sql: call('toString', name('entity_kind')), as: 'kind' },
      { sql: call('toString', name('company')), as: 'company_k' },
      { sql: call('toString', name('contact')), as: 'contact_k' },
      { sql: call('toString', name(creditedPerson)), as: 'owner_key' },
      { sql: call('toString', call('toDate', call('toTimeZone', lastPurchase, text(lowering.timezone)))), as: 'last_day' },
      { sql: isDue(lowering), as: 'is_due' },
    ],
    from: { kind: 'select', select: cases.from },
    where: [...cases.where, where],
  }
}
