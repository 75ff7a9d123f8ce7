// Competing outcomes (won / lost / open): the Aalen-Johansen incidence of the hit, with its variance.

import { type Estimate, estimate, noValue } from './estimate.ts'
import { indexAt, logLogLimits, numberOrNull, REACHED, type SurvivalPoint } from './survival.ts'
import { hazard, lastExit, type Timeline } from './timeline.ts'

/** F after each instant, Var F, and S (neither outcome yet). */
export type IncidenceCurve = {
  timeline: Timeline
  incidence: Float64Array
  variance: Float64Array
  survival: Float64Array
}

/**
 * F of the events against the competing ones, with delayed entry. Var F by the delta method from multinomial hazards:
 * dF(t)/dh1_j = S_j - u_j, dF(t)/dh2_j = -u_j, u_j = (F(t) - F(t_j)) / (1 - h_j), the quotient 0 where h_j = 1.
 * Aalen and Johansen 1978, Scand. J. Statist. 5:141-150; variance as Braun and Yuan 2007, Statistics in Medicine 26:1170-1180.
 *
 * The sum over j is a quadratic in the u_j, and all u_j grow by δ / (1 - h_j) when F grows by δ: three running sums carry it
 * through the curve in one pass.
 */
export function aalenJohansen(timeline: Timeline): IncidenceCurve {
  const size = timeline.t.length
  const curve = { timeline, incidence: new Float64Array(size), variance: new Float64Array(size), survival: new Float64Array(size) }
  let [survival, incidence, variance] = [1, 0, 0]
  let [sumSh, sumUh, greenwood] = [0, 0, 0]
  for (let j = 0; j < size; j++) {
    const n = timeline.atRisk[j]!
    const d1 = timeline.events[j]!
    const d = d1 + timeline.competing[j]!
    if (d > 0 && n > 0) {
      const h = hazard(d, n)
      const h1 = h === 1 ? d1 / d : d1 / n
      const step = survival * h1
      variance += 2 * step * (sumUh - sumSh) + step * step * greenwood + (survival * survival * h1 * (1 - h1)) / n
      sumUh += step * greenwood
      sumSh += (survival * h1) / n
      if (h < 1) greenwood += h / ((1 - h) * n)
      incidence += step
      survival *= 1 - h
    }
    curve.incidence[j] = incidence
    curve.variance[j] = Math.max(0, variance)
    curve.survival[j] = survival
  }
  return curve
}

/** Limits of an incidence by log(-log(1 - F)); null where F is 0 or 1. */
export function incidenceLimits(incidence: number, variance: number): { low: number; high: number } | null {
  const rest = 1 - incidence
  const limits = logLogLimits(rest, variance / (rest * rest))
  return limits === null ? null : { low: 1 - limits.high, high: 1 - limits.low }
}

/** F(horizon); null (follow_up_short) when open cases are left there and none was followed that long. */
export function incidenceAt(curve: IncidenceCurve, horizon: number): Estimate {
  const { timeline } = curve
  if (timeline.t.length === 0) return noValue('no_cases')
  const j = indexAt(timeline.t, horizon)
  if ((j < 0 || curve.survival[j]! > 0) && lastExit(timeline) < horizon) return noValue('follow_up_short')
  if (j < 0) return estimate(0, null, null)
  const limits = incidenceLimits(curve.incidence[j]!, curve.variance[j]!)
  return estimate(curve.incidence[j]!, limits?.low ?? null, limits?.high ?? null)
}

/** G = F / F(end) after each instant with pointwise limits (NaN = none): when the hit comes, if it comes. */
export type TimingCurve = { timeline: Timeline; share: Float64Array; low: Float64Array; high: Float64Array }

/**
 * G with Var G from (dF(t) - G dF(end)) / F(end) in the same hazards, limits log(-log(1 - G)); where G = 1 both limits are 1.
 * Cov(F(t), F(end)) runs through the curve as Var F does. Null when nothing was hit.
 */
export function timingOfHits(curve: IncidenceCurve): TimingCurve | null {
  const { timeline } = curve
  const size = timeline.t.length
  const end = size === 0 ? 0 : curve.incidence[size - 1]!
  if (!(end > 0)) return null
  const varianceEnd = curve.variance[size - 1]!
  const timing = { timeline, share: new Float64Array(size), low: new Float64Array(size).fill(NaN), high: new Float64Array(size).fill(NaN) }
  let [survival, covariance, sumSh, sumVh] = [1, 0, 0, 0]
  for (let j = 0; j < size; j++) {
    const n = timeline.atRisk[j]!
    const d1 = timeline.events[j]!
    const d = d1 + timeline.competing[j]!
    const f = curve.incidence[j]!
    if (d > 0 && n > 0) {
      const h = hazard(d, n)
      const h1 = h === 1 ? d1 / d : d1 / n
      covariance += survival * h1 * (sumVh - sumSh) + (survival * h1 * (survival * (1 - h1) - (end - f))) / n
      sumSh += (survival * h1) / n
      if (h < 1) sumVh += ((end - f) * h) / ((1 - h) * n)
      survival *= 1 - h
    }
    const g = f / end
    timing.share[j] = g
    const variance = (curve.variance[j]! + g * g * varianceEnd - 2 * g * covariance) / (end * end)
    const limits = g >= 1 - 1e-12 ? { low: 1, high: 1 } : incidenceLimits(g, Math.max(0, variance))
    timing.low[j] = limits?.low ?? NaN
    timing.high[j] = limits?.high ?? NaN
  }
  return timing
}

/** How many times its own length the cases must have been followed before a cycle is believed (kpis.md, sales_cycle_p50). */
const FOLLOW_UP_TIMES = 3

/**
 * The q-quantile of the time to the hit among those that will be hit: least t with G(t) >= q; limits likewise on the limit
 * curves. Null (follow_up_short) unless some case left, hit or not, at three times the value or later.
 */
export function hitTimeQuantile(curve: IncidenceCurve, q: number): Estimate {
  const { timeline } = curve
  if (timeline.t.length === 0) return noValue('no_cases')
  const timing = timingOfHits(curve)
  if (timing === null) return noValue('not_reached')
  const first = (side: Float64Array): number | null => {
    const j = side.findIndex((g) => g >= q - REACHED)
    return j < 0 ? null : timeline.t[j]!
  }
  const value = first(timing.share)
  if (value === null) return noValue('not_reached')
  if (lastExit(timeline) < FOLLOW_UP_TIMES * value) return noValue('follow_up_short')
  return { value, low: first(timing.high), high: first(timing.low), why: null }
}

/** Of those that will be hit the share still waiting, 1 - G: t = 0 before any hit, then one point per instant with a hit. */
export function timingPoints(curve: IncidenceCurve): SurvivalPoint[] {
  const { timeline } = curve
  const points: SurvivalPoint[] = [{ t: 0, s: 1, low: null, high: null, at_risk: timeline.n - timeline.enteredLate, events: 0 }]
  const timing = timingOfHits(curve)
  if (timing === null) return points
  timeline.t.forEach((t, j) => {
    const events = timeline.events[j]!
    if (events === 0) return
    const [low, high] = [numberOrNull(timing.high[j]), numberOrNull(timing.low[j])]
    const rest = (share: number | null) => (share === null ? null : Math.max(0, 1 - share))
    points.push({ t, s: Math.max(0, 1 - timing.share[j]!), low: rest(low), high: rest(high), at_risk: timeline.atRisk[j]!, events })
  })
  return points
}

/** One point of a drawn incidence. */
export type IncidencePoint = {
  t: number
  incidence: number
  low: number | null
  high: number | null
  at_risk: number
  events: number
  competing: number
  censored: number
}

/** The curve as points, one per instant. */
export function incidencePoints(curve: IncidenceCurve): IncidencePoint[] {
  const { timeline } = curve
  return Array.from(timeline.t, (t, j) => {
    const limits = incidenceLimits(curve.incidence[j]!, curve.variance[j]!)
    return {
      t,
      incidence: curve.incidence[j]!,
      low: numberOrNull(limits?.low),
      high: numberOrNull(limits?.high),
      at_risk: timeline.atRisk[j]!,
      events: timeline.events[j]!,
      competing: timeline.competing[j]!,
      censored: timeline.censored[j]!,
    }
  })
}
