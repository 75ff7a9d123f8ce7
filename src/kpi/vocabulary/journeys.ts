// Facts without a table: expenses, and the journeys of sales and of leads that ended without one, made at the question out of deals, leads and visits
// (kpi/journey-sql.ts), and what each channel is credited with under the model asked.
import { amount, amounts, caseColumns, count, type Fact, flag, key, keys, moment, text } from './columns.ts'

/** Steps are groups of channels, so what names a single channel or campaign tells nothing of a journey. */
const about = caseColumns.filter(({ name }) => name !== 'channel' && name !== 'campaign' && name !== 'channel_group')

const saleColumns = [
  key('k', 'Deal'),
  ...about,
  key('lead', 'Lead it came from; 0 = none'),
  moment('created_at', 'When it became a deal'),
  moment('lead_created_at', 'When its lead came, else created_at'),
  moment('sold_at', 'The sale'),
  key('pipeline', 'Pipeline'),
  key('closer', 'Owner at the sale'),
  key('opener', 'Selling owner when the deal became qualified'),
  keys('credit_k', 'People sharing the credit'),
  amounts('credit_share', 'Their shares'),
  moment('close_moment', 'Moment of the close for owner and team'),
  flag('first_purchase', 'The first sale of its client: a new customer'),
  flag('in_first_purchase', 'Part of the first purchase of its client'),
  amount('amount', 'Amount in workspace currency; null = not priced'),
  text('amount_missing', "Why not priced: '' = priced, amount, rate"),
  amount('gross_profit', 'Gross profit in workspace currency; null = unknown'),
  amount('deal_amount', 'Amount of the deal'),
]

const sale = { record: { kind: 'deals', source: 'source', id: 'id' }, axis: 'sold_at', credit: 'closer', key: ['k'] }

export const credits: Fact = {
  name: 'credits',
  doc: 'One row per sale and channel of its journey, weighted by the credit the channel has under the model asked.',
  ...sale,
  made: 'credits',
  columns: [...saleColumns, text('channel_group', 'Channel credited; empty = nothing is known'), count('credit', 'Share of the sale')],
}

export const journeys: Fact = {
  name: 'journeys',
  doc: 'One row per sale with the channels that led to it.',
  ...sale,
  made: 'sales',
  columns: [...saleColumns, text('path', 'Channels of the journey, in order')],
}

export const endedJourneys: Fact = {
  name: 'ended_journeys',
  doc: 'One row per lead that was closed without a sale, with the channels that led to it.',
  record: { kind: 'leads', source: 'source', id: 'id' },
  axis: 'ended_at',
  credit: 'first_owner',
  key: ['k'],
  made: 'leads',
  columns: [
    key('k', 'Lead'),
    ...about,
    moment('ended_at', 'When it was closed, or the last of its deals lost'),
    moment('won_at', 'First sale'),
    key('first_owner', 'First selling owner'),
    text('path', 'Channels of the journey, in order'),
  ],
}

/** Costs are of no channel, so neither is what holds them. */
export const expenses: Fact = {
  name: 'expenses',
  doc: 'Advertising and the costs of selling by day.',
  record: { kind: 'expenses', source: 'source', id: 'id' },
  axis: 'day',
  wholeDays: true,
  credit: '',
  key: ['k'],
  made: 'expenses',
  columns: [
    key('k', 'Row of spend or costs'),
    text('source', 'Source of the record'),
    text('id', 'Id of the record in its source'),
    moment('day', 'Start of the local day'),
    amount('amount', 'In workspace currency; null = no rate'),
  ],
}

export const journeyFacts: readonly Fact[] = [credits, journeys, endedJourneys, expenses]
