// What fair comparisons ask of leads and of stays in stages; written as catalogue entries, so that they are counted, filtered and scoped
// like every KPI.
import { figure } from './figure.ts'

/** Leads are alike when these are. */
export const cellDimensions = ['channel_group', 'origin', 'product', 'customer_kind'] as const
/** A lead is looked at until so many days old; what leads become is learnt from those of the year before that. */
export const ripeDays = 90
export const learntDays = 365

const ofLeads = { fact: 'leads', excluded: 'population is known' }

/** Leads with when and how they were decided. */
export const leadFates = figure('fairness_leads', 'ratio', {
  type: 'incidence',
  ...ofLeads,
  start: 'created_at',
  hit_at: 'won_at',
  hit_s: 'span_s(created_at, won_at, won_to_the_day)',
  miss_at: 'sale_lost_at',
  horizon_days: ripeDays,
})
/** The same counted: leads won while they were looked at. */
export const leadWins = figure('fairness_wins', 'ratio', {
  type: 'share',
  ...ofLeads,
  hit: `happened(won_at) and not (sale_lost_at < won_at) and span_s(created_at, won_at, won_to_the_day) <= ${ripeDays * 86_400}`,
})
/** Their ages at the moment asked. */
export const leadAges = figure('fairness_ages', 'seconds', { type: 'quantile', ...ofLeads, value: 'clock_s(created_at, as_of)', q: 0.5 })
