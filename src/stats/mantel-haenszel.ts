// A difference of two shares over strata. It is never called a cause.

import { type Estimate, noValue } from './estimate.ts'
import { Z95 } from './special-functions.ts'

/** hits1 of n1 on the side asked about, hits2 of n2 on the other, in one stratum. */
export type Stratum = { hits1: number; n1: number; hits2: number; n2: number }

export type StratifiedDifference = Estimate & {
  /** Cases of the strata that have both sides. */
  n: number
  /** Cases of the other strata. */
  excluded: number
  variance: number | null
}

/**
 * The Mantel-Haenszel risk difference over the strata that have both sides, with Sato's variance; no stratum, or a variance that is
 * not positive: no interval. Greenland and Robins 1985, Biometrics 41:55-68; Sato 1989, Biometrics 45:1323-1324.
 */
export function mantelHaenszelDifference(strata: readonly Stratum[]): StratifiedDifference {
  let [n, excluded, difference, weight, sumP, sumQ] = [0, 0, 0, 0, 0, 0]
  for (const { hits1, n1, hits2, n2 } of strata) {
    const total = n1 + n2
    if (!(n1 > 0 && n2 > 0)) {
      excluded += total
      continue
    }
    n += total
    difference += (hits1 * n2 - hits2 * n1) / total
    weight += (n1 * n2) / total
    sumP += (n1 * n1 * hits2 - n2 * n2 * hits1 + (n1 * n2 * (n2 - n1)) / 2) / (total * total)
    sumQ += (hits1 * (n2 - hits2) + hits2 * (n1 - hits1)) / (2 * total)
  }
  if (n === 0) return { ...noValue('no_cases'), n, excluded, variance: null }
  const value = difference / weight
  const variance = (value * sumP + sumQ) / (weight * weight)
  if (!(variance > 0)) return { value, low: null, high: null, why: null, n, excluded, variance: null }
  const half = Z95 * Math.sqrt(variance)
  return { value, low: Math.max(-1, value - half), high: Math.min(1, value + half), why: null, n, excluded, variance }
}
