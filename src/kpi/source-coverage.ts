// How much of a period the sources of a kind of record cover: from the day a source is complete until it falls silent. A source weighs as
// much as it usually brings. Pure; days are numbers.

/** Days with records of a kind in a source, ascending, and how many records; `from`: the day it is complete from. */
export type Feed = { source: string; days: readonly number[]; records: number; from: number }
export type Gap = { source: string; since: number | null; until: number | null }
export type Coverage = { share: number; gaps: Gap[] }

const silentLeast = 3
const silentTimes = 3

/** Days without a record after which a source counts as silent: three times what is usual for it (95 % of its gaps). */
export function patienceOf(days: readonly number[]): number {
  const gaps = days
    .slice(1)
    .map((day, i) => day - (days[i] as number))
    .sort((a, b) => a - b)
  const usual = gaps[Math.max(0, Math.ceil(gaps.length * 0.95) - 1)] ?? 1
  return Math.max(silentLeast, silentTimes * usual)
}

/** Silences of a source in [from, to): before it is complete, within, and after its last record. */
function silencesOf({ source, days, from: complete }: Feed, from: number, to: number): Gap[] {
  const patience = patienceOf(days)
  const gaps: Gap[] = complete > from ? [{ source, since: null, until: complete }] : []
  const all = [...days, to]
  for (const [i, day] of days.entries()) {
    const next = all[i + 1] as number
    const isLast = i === days.length - 1
    if (next - day > patience && next > from && day + 1 < to && next > complete)
      gaps.push({ source, since: day + 1, until: isLast ? null : next })
  }
  return gaps
}

/** Days of [from, to) that a gap takes. */
const daysOf = ({ since, until }: Gap, from: number, to: number): number =>
  Math.max(0, Math.min(until ?? to, to) - Math.max(since ?? from, from))

/** Share of [from, to) that the feeds of a kind cover, and their silences; nobody feeding it covers nothing. */
export function coverageOf(feeds: readonly Feed[], from: number, to: number): Coverage {
  const length = Math.max(1, to - from)
  const whole = feeds.reduce((sum, { records }) => sum + records, 0)
  const told = feeds.map((feed) => {
    const gaps = silencesOf(feed, from, to)
    const lost = gaps.reduce((sum, gap) => sum + daysOf(gap, from, to), 0)
    return { gaps, covered: (feed.records / Math.max(1, whole)) * (1 - Math.min(1, lost / length)) }
  })
  return { share: told.reduce((sum, { covered }) => sum + covered, 0), gaps: told.flatMap(({ gaps }) => gaps) }
}
