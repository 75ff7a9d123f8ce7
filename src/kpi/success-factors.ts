// What is looked at as a possible factor of success: KPIs by person and month. One table; a KPI the catalogue does not have is left out.
import { figure } from './figure.ts'

/** Leads of the person that came of one group of channels: factors, and what the others are adjusted for. */
const shareOfGroup = (id: string, group: string) =>
  figure(id, 'ratio', { type: 'share', fact: 'leads', excluded: 'population is known', hit: `channel_group = '${group}'` })

export const coldShare = shareOfGroup('factor_cold_share', 'cold')
export const referralShare = shareOfGroup('factor_referral_share', 'referral')
export const leadLoad = figure('factor_load', 'index', {
  type: 'ratio',
  numerator: { fact: 'leads', excluded: 'population is known' },
  denominator: { fact: 'workdays' },
})

/** Held equal for all the others. */
export const mixFigures = [coldShare, referralShare]
export const factorFigures = [...mixFigures, leadLoad]

export const factorLabels: Readonly<Record<string, { ru: string; uk: string; en: string }>> = {
  factor_cold_share: { ru: 'Доля холодных лидов', uk: 'Частка холодних лідів', en: 'Share of cold leads' },
  factor_referral_share: { ru: 'Доля лидов по рекомендации', uk: 'Частка лідів за рекомендацією', en: 'Share of referral leads' },
  factor_load: { ru: 'Лидов в рабочий день', uk: 'Лідів у робочий день', en: 'Leads a working day' },
}

export const factorKpis: readonly string[] = [
  ...factorFigures.map(({ id }) => id),
  'response_within_15m',
  'touches_per_lead',
  'attempt_gap_p50',
  'persistence_rate',
  'rushed_attempts',
  'contacted_rate',
  'next_step_rate',
  'tasks_on_time_rate',
  'meeting_show_rate',
  'touches_per_workday',
  'script_coverage',
  'call_score',
  'objections_handled',
  'discount_rate',
  'base_coverage',
  'repeat_revenue_share',
  'nps',
  'material_usage',
]

/** Speed, attempts and scripts of people whose work the systems do not see say nothing. */
export const factorsOfSeen: ReadonlySet<string> = new Set([
  'response_within_15m',
  'touches_per_lead',
  'attempt_gap_p50',
  'persistence_rate',
  'rushed_attempts',
  'contacted_rate',
  'touches_per_workday',
  'script_coverage',
  'call_score',
  'objections_handled',
])
