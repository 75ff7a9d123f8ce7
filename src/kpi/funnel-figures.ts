// The figures of the funnel table that are no KPIs of their own: what became of visits, and conversion by cases. Written as catalogue
// entries, so that they are counted, filtered and scoped like every KPI.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Catalogue } from './catalogue.ts'
import { figure } from './figure.ts'

const outcomes = ['advanced', 'skipped_over', 'lost', 'won', 'moved_back', 're_piped'] as const

/** It left for another pipeline before the case was decided here. */
const leftBefore = (hit: string) =>
  `happened(re_piped_at) and not (happened(${hit}) and ${hit} <= re_piped_at) and not (happened(lost_at) and lost_at <= re_piped_at)`

const ofVisits = (where: string) => ({ type: 'count', fact: 'visits', where: `stage_kind = 'open' and ${where}` })

export const outcomeFigures: ReadonlyMap<string, KpiEntry> = new Map([
  ...outcomes.map(
    (outcome) => [outcome, figure(`funnel_${outcome}`, 'count', ofVisits(`happened(left_at) and outcome = '${outcome}'`))] as const,
  ),
  ['still_there', figure('funnel_still_there', 'count', ofVisits('not happened(left_at)'))] as const,
])

/** Cases that came to a lost stage, which nothing comes after. */
export const lostReached = figure('funnel_lost_reached', 'count', {
  type: 'count',
  fact: 'visits',
  where: "stage_kind = 'lost'",
  distinct: 'entity',
})

export const reachedConversion = figure('funnel_conversion', 'ratio', {
  type: 'waiting_share',
  fact: 'reaches',
  where: "stage_kind = 'open'",
  excluded: leftBefore('later_at'),
  start: 'reached_at',
  hit_at: 'later_at',
  miss_at: 'lost_at',
})

export const cumulativeConversion = figure('funnel_cumulative', 'ratio', {
  type: 'waiting_share',
  fact: 'pipeline_steps',
  excluded: leftBefore('reached_at'),
  start: 'pipeline_entered_at',
  hit_at: 'reached_at',
  miss_at: 'lost_at',
})

/** All of them: their records can be listed as those of a KPI. */
export const pageFigures = [...outcomeFigures.values(), lostReached, reachedConversion, cumulativeConversion]

/** The shipped catalogue and these figures. */
export function withFigures(catalogue: Catalogue, added: readonly KpiEntry[] = pageFigures): Catalogue {
  return { ...catalogue, byId: new Map([...catalogue.byId, ...added.map((entry) => [entry.id, entry] as const)]) }
}
