// Ranks of people as ranges, and who of two is really ahead, from draws of their posteriors.

import { seededRandom } from './seeded-random.ts'
import { TAIL95 } from './special-functions.ts'

/** Draws per answer (methods.md). */
export const DRAWS = 4000

/** A beta posterior. */
export type Posterior = { alpha: number; beta: number }

/** draws[i][d] = the rate of person i in draw d. */
export type Draws = readonly Float64Array[]

/** 1 = best; limits = 2.5 % and 97.5 % order statistics of the rank over the draws. */
export type Rank = { value: number; low: number; high: number }

/** Seeded draws of every posterior, in the order given. */
export function drawPosteriors(posteriors: readonly Posterior[], seed: number, draws = DRAWS): Draws {
  const random = seededRandom(seed)
  return posteriors.map(({ alpha, beta }) => Float64Array.from({ length: draws }, () => random.beta(alpha, beta)))
}

/**
 * Ranks of the people by their posterior means, with the range of the rank over the draws. `better` -1: a lower rate is better.
 * Goldstein and Spiegelhalter 1996, JRSS A 159:385-443 (league tables with uncertain ranks).
 */
export function rankPeople(posteriors: readonly Posterior[], draws: Draws, better: 1 | -1): Rank[] {
  const size = posteriors.length
  const count = draws[0]?.length ?? 0
  const seen = posteriors.map(() => new Uint32Array(size + 1))
  const order = posteriors.map((_, i) => i)
  for (let d = 0; d < count; d++) {
    order.sort((a, b) => better * (draws[b]![d]! - draws[a]![d]!))
    order.forEach((i, place) => {
      seen[i]![place + 1]!++
    })
  }
  const means = posteriors.map(({ alpha, beta }) => alpha / (alpha + beta))
  return means.map((mean, i) => ({
    value: 1 + means.filter((other) => better * (other - mean) > 1e-12).length,
    low: rankAt(seen[i]!, Math.max(1, Math.ceil(TAIL95 * count))),
    high: rankAt(seen[i]!, Math.max(1, Math.ceil((1 - TAIL95) * count))),
  }))
}

/** The rank of the k-th smallest draw, from counts per rank. */
function rankAt(seen: Uint32Array, k: number): number {
  let sum = 0
  for (let rank = 1; rank < seen.length; rank++) {
    sum += seen[rank]!
    if (sum >= k) return rank
  }
  return seen.length - 1
}

/** P(p_i > p_j) over the draws; a tie counts half. */
export function chanceAhead(draws: Draws, i: number, j: number): number {
  const [first, second] = [draws[i]!, draws[j]!]
  let ahead = 0
  for (let d = 0; d < first.length; d++) {
    if (first[d]! > second[d]!) ahead += 1
    else if (first[d] === second[d]) ahead += 0.5
  }
  return ahead / first.length
}

/** Two people are apart when one is ahead with a chance of at least 97.5 %. */
export function areApart(draws: Draws, i: number, j: number): boolean {
  const chance = chanceAhead(draws, i, j)
  return chance >= 1 - TAIL95 || chance <= TAIL95
}
