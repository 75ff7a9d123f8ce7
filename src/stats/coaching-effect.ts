// Did coaching help: the person's own change against the change of peers who were not coached.

import { type Estimate, noValue } from './estimate.ts'
import { fitPrior, type PersonRate, poolRate } from './pooling.ts'
import { DRAWS, drawPosteriors, type Posterior } from './ranking.ts'
import { TAIL95 } from './special-functions.ts'

/** Cases of the 8 whole weeks before and after the marked week, which is left out. */
export type BeforeAndAfter = { before: PersonRate; after: PersonRate }

export type CoachingEffect = Estimate & {
  /** The whole interval lies on the good side of 0. */
  helped: boolean
  /** Fewer than 4 whole weeks or 10 cases after the mark: no verdict yet. */
  isTooEarly: boolean
}

const WEEKS_LEAST = 4
const CASES_LEAST = 10

/**
 * Change of the coached person's pooled rate minus the mean change of unmarked peers of the same role, with 95 % limits over 4,000
 * seeded draws; each side of the mark has its own prior over all of them. `better` -1: a lower rate is better.
 * Difference in differences: Card and Krueger 1994, AER 84:772-793; on pooled rates, Gelman and Hill 2007, ch. 11-12.
 */
export function coachingEffect(
  coached: BeforeAndAfter,
  peers: readonly BeforeAndAfter[],
  weeksAfter: number,
  better: 1 | -1,
  seed: number,
): CoachingEffect {
  const isTooEarly = weeksAfter < WEEKS_LEAST || coached.after.n < CASES_LEAST
  const all = [coached, ...peers]
  const posteriors = [all.map((p) => p.before), all.map((p) => p.after)].map(pooled)
  const [before, after] = posteriors as [Posterior[] | null, Posterior[] | null]
  if (peers.length === 0 || before === null || after === null) return { ...noValue('too_few'), helped: false, isTooEarly }
  const draws = drawPosteriors([...before, ...after], seed)
  const change = (i: number, d: number) => draws[all.length + i]![d]! - draws[i]![d]!
  const effects = Float64Array.from({ length: DRAWS }, (_, d) => {
    const ofPeers = peers.reduce((sum, _peer, i) => sum + change(i + 1, d), 0) / peers.length
    return change(0, d) - ofPeers
  }).sort()
  const mean = (p: Posterior) => p.alpha / (p.alpha + p.beta)
  const changes = all.map((_, i) => mean(after[i]!) - mean(before[i]!))
  const value = changes[0]! - changes.slice(1).reduce((sum, c) => sum + c, 0) / peers.length
  const [low, high] = [effects[Math.ceil(TAIL95 * DRAWS) - 1]!, effects[Math.ceil((1 - TAIL95) * DRAWS) - 1]!]
  return { value, low, high, why: null, helped: !isTooEarly && (better === 1 ? low > 0 : high < 0), isTooEarly }
}

/** Posteriors under the common prior; null where the people cannot be pooled. */
function pooled(people: readonly PersonRate[]): Posterior[] | null {
  const prior = fitPrior(people)
  return prior === null ? null : people.map((person) => poolRate(person, prior))
}
