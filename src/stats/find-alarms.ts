// Which of many series are beyond their own noise this week, with a stated budget of false alarms for all of them together.

import { type CountWeek, type ShareWeek, type Tails, tailsOfCount, tailsOfShare } from './predictive-tails.ts'

/** A series of weeks, the last one the week asked about. `isSlow`: slow changes are looked for, too. */
export type Series = { isSlow?: boolean } & (
  | { kind: 'count'; weeks: readonly CountWeek[] }
  | { kind: 'share'; weeks: readonly ShareWeek[] }
)

/**
 * `p`: two-sided, of so many `weeks` together. `excess`: events or hits in them above what was expected, below 0 = fewer.
 */
export type Alarm = { series: number; weeks: number; p: number; excess: number; expected: number }

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

/** The last so many weeks together against the level of those before them, at this share of a series' chance of a false alarm. */
type Rule = { weeks: number; share: number }

/** The last week by itself; and slow changes, which no week shows. Lengths and shares are fixed by simulation. */
const rules: { week: readonly Rule[]; slow: readonly Rule[] } = {
  week: [{ weeks: 1, share: 1 }],
  slow: [
    { weeks: 1, share: 0.5 },
    { weeks: 4, share: 0.25 },
    { weeks: 8, share: 0.25 },
  ],
}
/** Weeks that are looked at in all. */
export const WATCHED_WEEKS = LEVEL_WEEKS + Math.max(...rules.slow.map(({ weeks }) => weeks))

const seenIn = ({ kind, weeks }: Series): number =>
  kind === 'count' ? weeks.reduce((sum, { count }) => sum + count, 0) : weeks.reduce((sum, { hits }) => sum + hits, 0)

function tailsOf(series: Series, weeks: number): Tails | null {
  const [from, to] = [-LEVEL_WEEKS - weeks, -weeks]
  return series.kind === 'count'
    ? tailsOfCount(series.weeks.slice(from, to), series.weeks.slice(to))
    : tailsOfShare(series.weeks.slice(from, to), series.weeks.slice(to))
}

type Judged = Alarm & { share: number }

/** What each rule says of a series; nothing where none can be asked. */
function judge(series: Series, index: number): Judged[] {
  return rules[series.isSlow ? 'slow' : 'week'].flatMap(({ weeks, share }) => {
    const tails = series.weeks.length <= weeks && weeks > 1 ? null : tailsOf(series, weeks)
    if (tails === null) return []
    const seen = seenIn({ ...series, weeks: series.weeks.slice(-weeks) } as Series)
    const p = Math.min(1, 2 * Math.min(tails.low, tails.high))
    return [{ series: index, weeks, share, p, excess: seen - tails.expected, expected: tails.expected }]
  })
}

/**
 * One limit for each series and rule, budget / series × share, half of it on each side (methods.md, findings). Discrete laws stay below
 * it: the expected number of false alarms is at most the budget. Of the rules a series breaks the one it breaks most is told.
 */
export function findAlarms(all: readonly Series[], budget = BUDGET): Alarms {
  const judged = all.map(judge).filter((said) => said.length > 0)
  // Fewer series than the budget would make everything an alarm.
  const alpha = Math.min(budget / Math.max(1, judged.length), 0.02)
  const alarms = judged.flatMap((said) => {
    const broken = said.filter(({ p, share }) => p <= alpha * share).sort((a, b) => a.p / a.share - b.p / b.share)
    return broken.slice(0, 1).map(({ share: _share, ...alarm }) => alarm)
  })
  return { alarms, judged: judged.length, alpha }
}
