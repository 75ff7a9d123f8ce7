// The figures of refusals: leads and deals lost in the period, by the day of the loss and its owner then.
import { figure } from './figure.ts'

const leads = {
  fact: 'leads',
  axis: 'closed_at',
  at: 'close_moment',
  credit: 'owner_at(either(close_moment, closed_at))',
}
/** A lead that became a deal is refused as that deal. */
const refused = "population is unknown and status in ('lost', 'disqualified') and count_until(deal_created, as_of) = 0"
const deals = { fact: 'deals', axis: 'lost_at', credit: 'owner_at_close', at: 'close_moment' }

export const lostLeads = figure('lost_leads', 'count', { type: 'count', ...leads, where: refused })
export const lostDeals = figure('lost_cases', 'count', { type: 'count', ...deals })
export const lostMoney = figure('lost_money', 'money', { type: 'sum', ...deals, value: 'amount' })
export const untouchedLeads = figure('lost_untouched_leads', 'count', {
  type: 'count',
  ...leads,
  where: `${refused} and not contact_at <= close_moment`,
})
export const untouchedDeals = figure('lost_untouched_deals', 'count', { type: 'count', ...deals, where: 'not contacted' })

export const lostFigures = [lostLeads, lostDeals, lostMoney, untouchedLeads, untouchedDeals]
