// The figures of refusals: leads and deals lost in the period, by the day of the loss and its owner then.
import { figure } from './figure.ts'

const leads = {
  fact: 'leads',
  axis: 'closed_at',
  credit: 'owner_at(closed_at)',
}
const refused = "population is unknown and status in ('lost', 'disqualified')"
const deals = { fact: 'deals', axis: 'lost_at', credit: 'closer', at: 'close_moment' }

export const lostLeads = figure('lost_leads', 'count', { type: 'count', ...leads, where: refused })
export const lostDeals = figure('lost_cases', 'count', { type: 'count', ...deals })
export const lostMoney = figure('lost_money', 'money', { type: 'sum', ...deals, value: 'amount' })
export const untouchedLeads = figure('lost_untouched_leads', 'count', {
  type: 'count',
  ...leads,
  where: `${refused} and not contact_at <= closed_at`,
})
export const untouchedDeals = figure('lost_untouched_deals', 'count', { type: 'count', ...deals, where: 'not contacted' })
export const reasonsKnown = figure('lost_known', 'ratio', { type: 'share', ...deals, hit: 'lost_reason_known' })

export const lostFigures = [lostLeads, lostDeals, lostMoney, untouchedLeads, untouchedDeals, reasonsKnown]
