// Why a ratio changed over the groups of a dimension: their own rates, or the mix of the groups.

import type { Part } from './change-of-product.ts'

/** Share of the denominator and rate of a group in the two periods; rate null = not there in that period. */
export type RatioGroup = { weightBefore: number; rateBefore: number | null; weightAfter: number; rateAfter: number | null }

export type RatioChange = {
  change: number
  groups: { rate: Part; mix: Part }[]
  /** What waiting shares and quantiles do not add up to over groups; 0 for plain ratios. */
  pooling: Part
  /** Every group seen in both periods moved against the total, or none moved with it. */
  isReversed: boolean
}

const STILL = 1e-12

/**
 * rate_i = mean weight × change of rate; mix_i = change of weight × (mean rate of the group - mean total). Totals are given where the
 * figure is not the weighted mean of its groups. Kitagawa 1955, JASA 50:1168-1194; the reversal is Simpson 1951, JRSS B 13:238-241.
 */
export function explainRatio(groups: readonly RatioGroup[], totals: { before: number; after: number } | null = null): RatioChange {
  const rates = groups.map((g) => ({ ...g, r0: g.rateBefore ?? g.rateAfter ?? 0, r1: g.rateAfter ?? g.rateBefore ?? 0 }))
  const summed0 = rates.reduce((sum, g) => sum + g.weightBefore * g.r0, 0)
  const summed1 = rates.reduce((sum, g) => sum + g.weightAfter * g.r1, 0)
  const change = totals === null ? summed1 - summed0 : totals.after - totals.before
  const part = (value: number): Part => ({ value, share: change === 0 ? null : value / change })
  const parts = rates.map(({ weightBefore: w0, weightAfter: w1, r0, r1 }) => ({
    rate: part(((w0 + w1) / 2) * (r1 - r0)),
    mix: part((w1 - w0) * ((r0 + r1) / 2 - (summed0 + summed1) / 2)),
  }))
  const moves = rates.filter((g) => g.weightBefore > 0 && g.weightAfter > 0).map((g) => g.r1 - g.r0)
  return {
    change,
    groups: parts,
    pooling: part(totals === null ? 0 : change - (summed1 - summed0)),
    isReversed: moves.length > 0 && Math.abs(change) > STILL && moves.every((move) => move * change <= STILL * Math.abs(change)),
  }
}
