// What a stage of a funnel would gain if it worked as in its own best quarter, with draws of all the rates.

import { fitPrior, type Prior } from './pooling.ts'
import { seededRandom } from './seeded-random.ts'
import { TAIL95 } from './special-functions.ts'

/** Hits k of n cases (real numbers: waiting shares at their effective n). */
export type StageRate = { k: number; n: number }

/** One stage of a pipeline in its order: entries and rate of the period, the rates of quarters with enough visits. */
export type GainStage = { entries: number; now: StageRate; quarters: readonly StageRate[] }

/** Posterior means; `gain` in wins with its 95 % limits. Null: nothing is known of the stage or of a later one. */
export type StageGain = { now: number | null; best: number | null; gain: number | null; low: number | null; high: number | null }

const DRAWS = 4000

type Posterior = { mean: number; alpha: number; beta: number }

/** Under the prior of the quarters; where they tell none, the plain share with Jeffreys' prior for the draws. */
function posteriorOf({ k, n }: StageRate, prior: Prior | null): Posterior | null {
  if (prior !== null) {
    const alpha = prior.mean * prior.strength + k
    const beta = (1 - prior.mean) * prior.strength + n - k
    return { mean: alpha / (alpha + beta), alpha, beta }
  }
  return n > 0 ? { mean: k / n, alpha: k + 0.5, beta: n - k + 0.5 } : null
}

/**
 * Gain of each stage: entries × max(0, best - now) × the product of the later stages' rates, all as posterior means under a
 * beta-binomial over the quarters (methods.md, bottleneck); limits from 4,000 seeded draws of all the rates, the best quarter being the
 * one with the highest posterior mean. Partial pooling keeps the best of eight from being the luckiest of eight (Efron 2011, JASA
 * 106:1602-1614, selection bias).
 */
export function gainsOfStages(stages: readonly GainStage[], seed: number): StageGain[] {
  const random = seededRandom(seed)
  const draw = (posterior: Posterior | null) =>
    posterior === null ? null : Float64Array.from({ length: DRAWS }, () => random.beta(posterior.alpha, posterior.beta))
  const told = stages.map(({ entries, now, quarters }) => {
    const prior = fitPrior(quarters)
    const here = posteriorOf(now, prior)
    const rated = quarters.flatMap((quarter) => posteriorOf(quarter, prior) ?? [])
    const best = rated.reduce<Posterior | null>((top, one) => (top === null || one.mean > top.mean ? one : top), null)
    return { entries, here, best, drawnHere: draw(here), drawnBest: draw(best) }
  })
  return told.map(({ entries, here, best, drawnHere, drawnBest }, i) => {
    const later = told.slice(i + 1)
    const means = { now: here?.mean ?? null, best: best?.mean ?? null }
    const passes = later.map((stage) => stage.here?.mean ?? null)
    if (here === null || best === null || drawnHere === null || drawnBest === null || passes.includes(null))
      return { ...means, gain: null, low: null, high: null }
    const gain = entries * Math.max(0, best.mean - here.mean) * passes.reduce<number>((all, c) => all * c!, 1)
    const gains = drawnHere.map(
      (c, d) => entries * Math.max(0, drawnBest[d]! - c) * later.reduce((all, stage) => all * stage.drawnHere![d]!, 1),
    )
    return { ...means, gain, ...limitsOf(gains) }
  })
}

/** 2.5 % and 97.5 % order statistics. */
function limitsOf(draws: Float64Array): { low: number; high: number } {
  const sorted = draws.toSorted()
  return { low: sorted[Math.ceil(TAIL95 * sorted.length) - 1]!, high: sorted[Math.ceil((1 - TAIL95) * sorted.length) - 1]! }
}

/** A median with its limits. */
export type TimedStage = { value: number; low: number | null; high: number | null }

/**
 * Wins brought forward once if the median time fell from now to best at so many wins a day. Limits from draws of both medians, normal
 * on the logarithm within their own limits, and of the wins; null where a limit is missing.
 */
export function gainOfTime(now: TimedStage, best: TimedStage, wins: number, days: number, seed: number): Omit<StageGain, 'now' | 'best'> {
  const gain = (Math.max(0, now.value - best.value) * wins) / days
  const spread = ({ low, high }: TimedStage) =>
    low === null || high === null || low <= 0 ? null : (Math.log(high) - Math.log(low)) / (2 * 1.959964)
  const [s0, s1] = [spread(now), spread(best)]
  if (s0 === null || s1 === null) return { gain, low: null, high: null }
  const random = seededRandom(seed)
  const draws = Float64Array.from({ length: DRAWS }, () => {
    const [t0, t1] = [now.value * Math.exp(s0 * random.normal()), best.value * Math.exp(s1 * random.normal())]
    return (Math.max(0, t0 - t1) * random.gamma(wins + 0.5)) / days
  })
  return { gain, ...limitsOf(draws) }
}
