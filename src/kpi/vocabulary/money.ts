// Facts about money: advertising, sold positions, invoices, payments. Sales themselves are the deals.
import { amount, amounts, caseColumns, type Fact, type FactColumn, flag, key, keys, moment, moments, text } from './columns.ts'

/** Whose the money is: the credit modes of its deal; without a deal the owner of the client on the day. */
const creditColumns: readonly FactColumn[] = [
  key('closer', 'Owner at the sale; while there is none the owner of the deal then; without a deal the owner of the client then'),
  key('opener', 'Selling owner when the deal became qualified; without a deal the owner of the client then'),
  keys('credit_k', 'People sharing the credit of the deal'),
  amounts('credit_share', 'Their shares'),
]

export const spend: Fact = {
  name: 'spend',
  doc: 'Advertising by day, channel and campaign. A row without campaign beside rows with one is the rest: rows add up.',
  record: { kind: 'spend', source: 'source', id: 'id' },
  axis: 'day',
  wholeDays: true,
  credit: '',
  key: ['k'],
  columns: [
    key('k', 'Row of spend'),
    text('source', 'Source of the record'),
    text('id', 'Id of the record in its source'),
    moment('day', 'Start of the local day'),
    text('channel', 'Channel as the source names it'),
    text('channel_group', 'Channel group by the rules of the workspace'),
    text('campaign', 'Campaign; empty beside named ones = the rest'),
    amount('amount', 'In workspace currency; null = no rate'),
  ],
}

export const items: Fact = {
  name: 'items',
  doc: 'Positions of sold deals, at the rate of the day of the sale.',
  record: { kind: 'deal_items', source: 'source', id: 'id' },
  axis: 'sold_at',
  credit: 'closer',
  key: ['k'],
  columns: [
    key('k', 'Position'),
    ...caseColumns,
    key('deal', 'Deal'),
    moment('sold_at', 'Sale of the deal'),
    moment('close_moment', 'Moment of the close for owner and team'),
    ...creditColumns,
    text('category', 'Category of the product'),
    flag('addon', 'Sold on top of a main product'),
    moment('added_at', 'When it was added; null = unknown'),
    flag('dated', 'Every position of the deal says when it was added'),
    flag('added_later', 'Added on a later local day than the first of the deal'),
    flag('listed', 'Has a list price'),
    amount('amount', 'Price × quantity; null = not priced'),
    amount('list_amount', 'List price × quantity; null = no list price or rate'),
    amount('discount_amount', '(List price - price) × quantity'),
    amount('deal_amount', 'Amount of the deal'),
  ],
}

export const invoices: Fact = {
  name: 'invoices',
  doc: 'Planned money. What is paid of an invoice: payments that name it, then those of its deal that name none, earliest due first.',
  record: { kind: 'invoices', source: 'source', id: 'id' },
  axis: 'issued_at',
  credit: 'closer',
  key: ['k'],
  columns: [
    key('k', 'Invoice'),
    ...caseColumns,
    key('deal', 'Deal (the head of continued ones)'),
    text('kind', 'prepayment, stage, final, full'),
    moment('issued_at', 'Issued'),
    moment('due_at', 'Due'),
    moment('due_until', 'Last moment in time: the end of the day when known to the day'),
    moment('cancelled_at', 'Cancelled'),
    ...creditColumns,
    amount('amount', 'In workspace currency, at the rate of the day of issue; null = no rate'),
    moments('paid_at', 'When parts of it were paid, in order'),
    amounts('paid_amount', 'Those parts, in workspace currency at the rate of the invoice'),
    moment('paid_in_full_at', 'When the parts reached the amount'),
    amount('deal_amount', 'Amount of the deal'),
  ],
}

export const payments: Fact = {
  name: 'payments',
  doc: 'Money received and given back, each with the deal it is for as far as it can be told.',
  record: { kind: 'payments', source: 'source', id: 'id' },
  axis: 'at',
  credit: 'closer',
  key: ['k'],
  columns: [
    key('k', 'Payment'),
    ...caseColumns,
    key('deal', 'Deal (the head of continued ones); 0 = none found'),
    key('invoice', 'Invoice; 0 = none found'),
    text('matched_by', 'How the deal or invoice was found: deal, invoice, number, tax_id; empty = not found'),
    flag('linked', 'Belongs to a deal'),
    flag('refund', 'Money given back'),
    moment('at', 'When'),
    ...creditColumns,
    amount('amount', 'In workspace currency, refunds negative; null = no rate'),
    amount('deal_amount', 'Amount of the deal'),
  ],
}

export const moneyFacts: readonly Fact[] = [spend, items, invoices, payments]
