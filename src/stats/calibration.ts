// Whether a model's probabilities came true: shown beside every model, on the last quarter of time.

import { type Estimate, noValue } from './estimate.ts'
import { wilson } from './proportion.ts'

/** A forecast probability and what came of it, in time order where it matters. */
export type Forecast = { p: number; happened: boolean }

/** Forecasts of one tenth of the probabilities against what happened to them. */
export type ReliabilityRow = { from: number; to: number; n: number; forecast: number; observed: Estimate }

export type Calibration = {
  n: number
  /** Mean squared error of the probabilities; null without forecasts. */
  brier: number | null
  /** The same when everybody gets the overall share: what a model must beat. */
  brierOfMean: number | null
  table: ReliabilityRow[]
}

const BINS = 10

/**
 * Brier score and reliability table in tenths; empty tenths are left out.
 * Brier 1950, Monthly Weather Review 78:1-3; Murphy and Winkler 1977, JRSS C 26:41-47.
 */
export function calibrate(forecasts: readonly Forecast[]): Calibration {
  const n = forecasts.length
  if (n === 0) return { n, brier: null, brierOfMean: null, table: [] }
  const share = forecasts.filter((f) => f.happened).length / n
  const brier = forecasts.reduce((sum, f) => sum + (f.p - (f.happened ? 1 : 0)) ** 2, 0) / n
  const binOf = (p: number) => Math.min(BINS - 1, Math.floor(p * BINS))
  const table = Array.from({ length: BINS }, (_, bin) => {
    const members = forecasts.filter((f) => binOf(f.p) === bin)
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      n: members.length,
      forecast: members.reduce((sum, f) => sum + f.p, 0) / (members.length || 1),
      observed: members.length === 0 ? noValue('no_cases') : wilson(members.filter((f) => f.happened).length, members.length),
    }
  })
  return { n, brier, brierOfMean: share * (1 - share), table: table.filter((row) => row.n > 0) }
}

/** The moment that parts the first three quarters of time, for fitting, from the last, for calibration. */
export const holdoutFrom = (first: number, last: number): number => first + 0.75 * (last - first)

/** Past bands against what came: share of results inside, and mean signed error of the middle relative to the results. */
export type GradedForecast = { low: number; middle: number; high: number; actual: number }

/** Coverage of the bands with Wilson's interval and the bias of the middles. Gneiting and Raftery 2007, JASA 102:359-378. */
export function gradeForecasts(past: readonly GradedForecast[]): { coverage: Estimate; bias: number | null } {
  const inside = past.filter((f) => f.actual >= f.low && f.actual <= f.high).length
  const actual = past.reduce((sum, f) => sum + f.actual, 0)
  const error = past.reduce((sum, f) => sum + (f.middle - f.actual), 0)
  return { coverage: wilson(inside, past.length), bias: actual === 0 ? null : error / actual }
}
