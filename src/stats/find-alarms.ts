// Which of many series are beyond their own noise this week, with a stated budget of false alarms for all of them together.

import { type CountWeek, type ShareWeek, type Tails, tailsOfCount, tailsOfShare } from './predictive-tails.ts'

/** A series of weeks, the last one the week asked about. */
export type Series = { kind: 'count'; weeks: readonly CountWeek[] } | { kind: 'share'; weeks: readonly ShareWeek[] }

/** `p`: two-sided. `excess`: events or hits above what was expected, below 0 = fewer. */
export type Alarm = { series: number; p: number; excess: number; expected: number }

export type Alarms = {
  alarms: Alarm[]
  /** Series that could be judged. */
  judged: number
  /** Chance of a false alarm of one of them: the budget divided by their number. */
  alpha: number
}

/** Weeks the own level is taken from. */
export const LEVEL_WEEKS = 26
/** Expected false alarms of a workspace and week, at most (methods.md). */
export const BUDGET = 1

function tailsOf(series: Series): Tails | null {
  if (series.kind === 'count') return tailsOfCount(series.weeks.slice(-LEVEL_WEEKS - 1, -1), series.weeks.at(-1)!)
  return tailsOfShare(series.weeks.slice(-LEVEL_WEEKS - 1, -1), series.weeks.at(-1)!)
}

/**
 * One limit for each series, budget / series, half of it on each side (methods.md, findings). Discrete laws stay below it: the expected
 * number of false alarms is at most the budget.
 */
export function findAlarms(all: readonly Series[], budget = BUDGET): Alarms {
  const judged = all.flatMap((series, i) => {
    const tails = series.weeks.length === 0 ? null : tailsOf(series)
    return tails === null ? [] : [{ series: i, tails, last: series.weeks.at(-1)! }]
  })
  const alpha = budget / Math.max(1, judged.length)
  // Fewer series than the budget would make everything an alarm.
  const limit = Math.min(alpha, 0.02) / 2
  const alarms = judged
    .filter(({ tails }) => Math.min(tails.low, tails.high) <= limit)
    .map(({ series, tails, last }) => {
      const seen = 'count' in last ? last.count : last.hits
      return { series, p: Math.min(1, 2 * Math.min(tails.low, tails.high)), excess: seen - tails.expected, expected: tails.expected }
    })
  return { alarms, judged: judged.length, alpha: Math.min(alpha, 0.02) }
}
