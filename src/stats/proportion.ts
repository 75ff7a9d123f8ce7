// Shares of cases and the difference of two shares.

import { clamp, type Estimate, estimate, noValue } from './estimate.ts'
import { Z95 } from './special-functions.ts'

/**
 * Share k / n with Wilson's score interval, no continuity correction; k and n may be real numbers (split credit, effective n).
 * Wilson 1927, JASA 22:209-212.
 */
export function wilson(k: number, n: number): Estimate {
  if (!(n > 0)) return noValue('no_cases')
  const p = clamp(k / n, 0, 1)
  const z2 = Z95 * Z95
  const middle = p + z2 / (2 * n)
  const half = Z95 * Math.sqrt((p * (1 - p) + z2 / (4 * n)) / n)
  const low = p === 0 ? 0 : Math.max(0, (middle - half) / (1 + z2 / n))
  const high = p === 1 ? 1 : Math.min(1, (middle + half) / (1 + z2 / n))
  return estimate(p, low, high)
}

/**
 * Difference p1 - p2 of two independent shares with the hybrid score interval.
 * Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
 */
export function newcombe(k1: number, n1: number, k2: number, n2: number): Estimate {
  return newcombeOf(wilson(k1, n1), wilson(k2, n2))
}

/** The same from two shares that have their limits already (waiting shares at their effective n). */
export function newcombeOf(first: Estimate, second: Estimate): Estimate {
  const { value: p1, low: low1, high: high1 } = first
  const { value: p2, low: low2, high: high2 } = second
  if (p1 === null || p2 === null) return noValue('no_cases')
  if (low1 === null || high1 === null || low2 === null || high2 === null) return estimate(p1 - p2, null, null)
  const difference = p1 - p2
  return estimate(
    difference,
    Math.max(-1, difference - Math.hypot(p1 - low1, high2 - p2)),
    Math.min(1, difference + Math.hypot(high1 - p1, p2 - low2)),
  )
}

/**
 * Share of promoters minus share of detractors, with the adjusted Wald interval that adds 3/4, 3/2 and 3/4 answers.
 * Rocks 2016, "Interval estimation for the net promoter score", The American Statistician 70:365-372.
 */
export function netPromoterScore(promoters: number, passives: number, detractors: number): Estimate {
  const n = promoters + passives + detractors
  if (!(n > 0)) return noValue('no_cases')
  const m = n + 3
  const up = (promoters + 0.75) / m
  const down = (detractors + 0.75) / m
  const middle = up - down
  const half = Z95 * Math.sqrt((up + down - middle * middle) / m)
  return estimate((promoters - detractors) / n, Math.max(-1, middle - half), Math.min(1, middle + half))
}
