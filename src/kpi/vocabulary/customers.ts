// Facts about customers: who bought, when, and what kinds of things; their purchases and sales one by one; what they answered when asked.
import {
  amount,
  amounts,
  caseColumns,
  count,
  type Fact,
  flag,
  key,
  keys,
  moment,
  moments,
  seconds,
  secondsList,
  text,
  texts,
} from './columns.ts'

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
    moment('customer_since', 'First purchase before our data begins'),
    key('closer', 'Who sold the first purchase'),
    moment('close_moment', 'Moment of that for owner and team'),
    moments('purchase_at', 'Purchases, in order: sales of one local day (setting: gap in days) are one'),
    moments('purchase_next_at', 'The purchase after each (2200 = none)'),
    secondsList('purchase_gap', 'Days between purchases usual for the customer, as known after each: from the fourth on; 0 = too few'),
    moments('sale_at', 'Sales (or payments), in order'),
    amounts('sale_amount', 'Their amounts in workspace currency; null = not priced'),
    keys('sale_purchase', 'Number of the purchase each belongs to'),
    moments('owner_at', 'Since when each owner of the customer'),
    keys('owner_k', 'Owners, in order'),
    moments('category_at', 'Positions bought: when'),
    texts('category', 'Their categories'),
    moments('deal_from', 'Deals with the customer: since when'),
    moments('deal_to', 'Until when each was open (2200 = still)'),
    moments('contact_at', 'Contacts, in order'),
  ],
}

/** An entry of the lists of a customer, with all that is known of the customer. */
const ofCustomer = (fact: Pick<Fact, 'name' | 'doc' | 'axis' | 'key' | 'columns' | 'entries'>): Fact => ({
  ...customers,
  ...fact,
  columns: [...customers.columns, ...fact.columns],
})

export const purchases = ofCustomer({
  name: 'purchases',
  doc: 'Purchases of customers, a row each.',
  axis: 'made_at',
  key: ['k', 'made_at'],
  columns: [
    moment('made_at', 'When'),
    moment('next_at', 'The purchase after it (2200 = none)'),
    seconds('usual_gap', 'Days between purchases usual for the customer then; 0 = too few'),
  ],
  entries: { of: 'customers', lists: { made_at: 'purchase_at', next_at: 'purchase_next_at', usual_gap: 'purchase_gap' } },
})

export const sales = ofCustomer({
  name: 'sales',
  doc: 'Sales (or payments, where these are the purchases) of customers, a row each.',
  axis: 'sold_at',
  key: ['k', 'sold_at'],
  columns: [
    moment('sold_at', 'When'),
    amount('amount', 'In workspace currency; null = not priced'),
    count('purchase_no', 'Number of the purchase it belongs to'),
  ],
  entries: { of: 'customers', lists: { sold_at: 'sale_at', amount: 'sale_amount', purchase_no: 'sale_purchase' } },
})

/** Months in which a customer could have come back. */
export const customerMonths = ofCustomer({
  name: 'customer_months',
  doc: 'Calendar months begun since that of the first purchase of each customer, a row each.',
  axis: 'first_at',
  key: ['k', 'month_from'],
  columns: [moment('month_from', 'When the month begins'), moment('month_to', 'When the next one begins')],
  entries: { of: 'customers', lists: {}, monthsAfter: 'first_at' },
})

export const feedback: Fact = {
  name: 'feedback',
  doc: 'Marks clients gave.',
  record: { kind: 'feedback', source: 'source', id: 'id' },
  axis: 'at',
  credit: 'person',
  key: ['party', 'k'],
  columns: [
    key('k', 'Answer'),
    ...caseColumns,
    key('deal', 'Deal it is about (the head of continued ones)'),
    text('kind', 'nps or csat'),
    moment('at', 'When'),
    moment('next_at', 'The next answer of the same kind by the same contact: from then on this is not the last one'),
    key('person', 'About whom'),
    seconds('score', 'The mark'),
    flag('valid', 'Within the scale: 0 to 10 of nps, 1 to 5 of csat'),
  ],
}

export const customerFacts: readonly Fact[] = [customers, feedback]
export const customerLists: readonly Fact[] = [purchases, sales, customerMonths]
