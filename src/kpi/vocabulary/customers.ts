// Facts about customers: who bought, when, and what kinds of things.
import { caseColumns, type Fact, key, keys, moment, moments, text, texts } from './columns.ts'

export const customers: Fact = {
  name: 'customers',
  doc: 'One row per customer: the company, else the contact, else the deal itself, with at least one purchase.',
  record: { kind: 'customers', source: 'source', id: 'id' },
  axis: 'first_at',
  credit: 'owner_at(from)',
  key: ['k'],
  columns: [
    key('k', 'Customer'),
    ...caseColumns,
    text('entity_kind', 'Kind of the record behind: companies, contacts or deals'),
    moment('first_at', 'First known purchase'),
    moments('purchase_at', 'Purchases, in order: sales of one local day (setting: gap in days) are one'),
    moments('owner_at', 'Since when each owner of the customer'),
    keys('owner_k', 'Owners, in order'),
    moments('category_at', 'Positions bought: when'),
    texts('category', 'Their categories'),
  ],
}
