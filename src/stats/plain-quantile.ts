// Quantiles of fully known values (nothing open): order statistics.

import { type Estimate, noValue } from './estimate.ts'
import { binomialCdf, TAIL95 } from './special-functions.ts'

/** 1-based ranks of the quantile and of its limits; null = no such rank. */
export type QuantileRanks = { value: number; low: number | null; high: number | null }

/** Least whole number in [from, to] for which `holds`, monotone; `to` when none below does. */
function leastWhere(from: number, to: number, holds: (i: number) => boolean): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Ranks of the q-quantile of n values: least x with >= q n values <= x; limits l = greatest rank with P(B < l) <= 0.025 and
 * u = least with P(B >= u) <= 0.025, B binomial(n, q). Conover 1999, Practical Nonparametric Statistics, ch. 3.2.
 */
export function quantileRanks(n: number, q: number): QuantileRanks {
  const value = Math.min(n, Math.max(1, Math.ceil(q * n - 1e-9)))
  // P(B < l) grows with l: the first rank that breaks the rule, less one.
  const low = leastWhere(1, n + 1, (l) => binomialCdf(l - 1, n, q) > TAIL95) - 1
  const high = leastWhere(1, n + 1, (u) => 1 - binomialCdf(u - 1, n, q) <= TAIL95)
  return { value, low: low < 1 ? null : low, high: high > n ? null : high }
}

/** The q-quantile of cases in any order, as pairs of value and weight (shares of a split credit; 1 else), with its interval. */
export function plainQuantile(cases: readonly (readonly number[])[], q: number): Estimate {
  const sorted = [...cases].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
  const reached: number[] = []
  for (const [, weight = 0] of sorted) reached.push((reached.at(-1) ?? 0) + weight)
  const n = Math.round((reached.at(-1) ?? 0) * 1e6) / 1e6
  if (n === 0) return noValue('no_cases')
  const ranks = quantileRanks(n, q)
  const at = (rank: number | null) => {
    if (rank === null) return null
    const i = reached.findIndex((sum) => sum >= rank - 1e-6)
    return sorted[i < 0 ? sorted.length - 1 : i]?.[0] ?? null
  }
  return { value: at(ranks.value), low: at(ranks.low), high: at(ranks.high), why: null }
}
