// The figures of the ledger of leads: how many stand in a state, what money they carry, since when the oldest waits.
import { figure } from './figure.ts'

const leads = { fact: 'leads' }

export const ledgerLeads = figure('ledger_leads', 'count', { type: 'count', ...leads })

/** What was sold, or stands in open deals; leads without such an amount are the unpriced ones. */
export const ledgerMoney = figure('ledger_money', 'money', {
  type: 'sum',
  ...leads,
  value: 'if(happened(won_at), revenue_so_far, open_amount)',
})

export const ledgerOldest = figure('ledger_oldest', 'count', { type: 'quantile', ...leads, value: 'clock_days(created_at, as_of)', q: 1 })

export const ledgerFigures = [ledgerLeads, ledgerMoney, ledgerOldest]
