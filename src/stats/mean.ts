// Means of amounts, counts, durations and shares.

import { type Estimate, estimate, noValue } from './estimate.ts'
import { studentQuantile, TAIL95 } from './special-functions.ts'

/** Where limits are cut: amounts, counts and durations at 0, shares at 0 and 1, null = nowhere. */
export type Cut = { floor: number | null; ceiling: number | null }

export const NON_NEGATIVE: Cut = { floor: 0, ceiling: null }
export const SHARE: Cut = { floor: 0, ceiling: 1 }
export const UNCUT: Cut = { floor: null, ceiling: null }

const INTERVAL_FROM = 5
/** Quantiles of Student's t, kept: a table of many means asks for few degrees of freedom again and again. */
const quantiles = new Map<number, number>()
const KEPT_MAX = 10_000

function quantileFor(df: number): number {
  const known = quantiles.get(df)
  if (known !== undefined) return known
  const found = studentQuantile(1 - TAIL95, df)
  if (quantiles.size < KEPT_MAX) quantiles.set(df, found)
  return found
}

/**
 * Mean of n values from their sum and sum of squares, with Student's interval from n = 5 on. Student 1908, Biometrika 6:1-25.
 */
export function meanOf(n: number, sum: number, sumSquares: number, cut: Cut = NON_NEGATIVE): Estimate {
  if (!(n > 0)) return noValue('no_cases')
  const value = sum / n
  if (n < INTERVAL_FROM) return estimate(value, null, null)
  const rest = sumSquares - sum * value
  // Below this the difference is the rounding of equal values.
  const variance = rest <= 1e-13 * sumSquares ? 0 : rest / (n - 1)
  const half = quantileFor(n - 1) * Math.sqrt(variance / n)
  return estimate(value, Math.max(cut.floor ?? -Infinity, value - half), Math.min(cut.ceiling ?? Infinity, value + half))
}
