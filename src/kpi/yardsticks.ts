// What the company's stages usually do, needed to judge a single case: how long they hold, what share of them is won. Asked first,
// company-wide (rule 15), then read by expressions as functions of the stage.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { figure } from './figure.ts'

export type Yardstick = {
  entry: KpiEntry
  /** Looks at the days before the moment asked. */
  days: number
  /** Fewer cases say nothing. */
  casesMin: number
}

const stay = (q: number) => ({
  type: 'survival_quantile',
  fact: 'visits',
  where: 'timed',
  q,
  time: 'if(happened(left_at), stay_s, clock_s(entered_at, as_of))',
  event: 'happened(left_at)',
})

export const yardsticks: Readonly<Record<string, Yardstick>> = {
  stage_p80_s: { entry: figure('yardstick_stage_p80', 'seconds', stay(0.8)), days: 365, casesMin: 20 },
  stage_p95_s: { entry: figure('yardstick_stage_p95', 'seconds', stay(0.95)), days: 365, casesMin: 20 },
  stage_win_share: {
    entry: figure('yardstick_stage_win_share', 'ratio', {
      type: 'waiting_share',
      fact: 'reaches',
      start: 'reached_at',
      hit_at: 'won_at',
      miss_at: 'earliest(lost_at, re_piped_at)',
    }),
    days: 730,
    casesMin: 1,
  },
}

/** Names of the yardsticks an entry reads. */
export const yardsticksOf = (entry: KpiEntry): string[] => {
  const text = JSON.stringify(entry.measure)
  return Object.keys(yardsticks).filter((id) => text.includes(`${id}(`))
}
