// Kaplan-Meier: how long something takes while some of the cases are still open.

import { type Estimate, estimate, noValue } from './estimate.ts'
import { Z95 } from './special-functions.ts'
import { hazard, lastExit, type Timeline } from './timeline.ts'

/** What a probability may miss of its mark and still have reached it (methods.md). */
export const REACHED = 1e-9

/** S after each instant of the timeline, with pointwise 95 % limits (NaN = none). */
export type SurvivalCurve = {
  timeline: Timeline
  survival: Float64Array
  low: Float64Array
  high: Float64Array
}

/**
 * Limits of a survival probability by log(-log S): S^exp(±z se), se = sqrt(Var log S) / |log S|; none where S is 0 or 1.
 * Kalbfleisch and Prentice 2002, The Statistical Analysis of Failure Time Data, 2nd ed., ch. 1.4.
 */
export function logLogLimits(survival: number, varianceOfLog: number): { low: number; high: number } | null {
  if (!(survival > 0 && survival < 1)) return null
  const log = Math.log(survival)
  const factor = Math.exp((Z95 * Math.sqrt(Math.max(0, varianceOfLog))) / -log)
  return { low: Math.exp(log * factor), high: Math.exp(log / factor) }
}

/**
 * The product-limit estimate with delayed entry and Greenwood's variance; competing outcomes count as events.
 * Kaplan and Meier 1958, JASA 53:457-481; Greenwood 1926, Reports on Public Health 33.
 */
export function kaplanMeier(timeline: Timeline): SurvivalCurve {
  const size = timeline.t.length
  const curve = {
    timeline,
    survival: new Float64Array(size),
    low: new Float64Array(size).fill(NaN),
    high: new Float64Array(size).fill(NaN),
  }
  let survival = 1
  let greenwood = 0
  for (let j = 0; j < size; j++) {
    const n = timeline.atRisk[j]!
    const h = n > 0 ? hazard(timeline.events[j]! + timeline.competing[j]!, n) : 0
    survival *= 1 - h
    if (h < 1) greenwood += h / ((1 - h) * n || 1)
    curve.survival[j] = survival
    const limits = logLogLimits(survival, greenwood)
    if (limits === null) continue
    curve.low[j] = limits.low
    curve.high[j] = limits.high
  }
  return curve
}

/** Least t at which the falling curve is at or under the level; null = never. NaN is never under. */
function firstAtOrUnder(t: Float64Array, curve: Float64Array, level: number): number | null {
  const j = curve.findIndex((s) => s <= level + REACHED)
  return j < 0 ? null : t[j]!
}

/**
 * The q-quantile of the time: least t with S(t) <= 1 - q, no midpoint; limits by the same rule on the two limit curves.
 * `not_reached` when the curve ends above. Brookmeyer and Crowley 1982, Biometrics 38:29-41.
 */
export function survivalQuantile(curve: SurvivalCurve, q: number): Estimate {
  const { t } = curve.timeline
  if (t.length === 0) return noValue('no_cases')
  const [value, low, high] = [curve.survival, curve.low, curve.high].map((side) => firstAtOrUnder(t, side, 1 - q)) as [
    number | null,
    number | null,
    number | null,
  ]
  return { value, low, high, why: value === null ? 'not_reached' : null }
}

/** Index of the last instant <= t; -1 before the first. */
export function indexAt(times: Float64Array, t: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! <= t) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** S(horizon); null (follow_up_short) when S > 0 there and no case was followed that long. */
export function survivalAt(curve: SurvivalCurve, horizon: number): Estimate {
  const { timeline } = curve
  if (timeline.t.length === 0) return noValue('no_cases')
  const j = indexAt(timeline.t, horizon)
  const value = j < 0 ? 1 : curve.survival[j]!
  if (value > 0 && lastExit(timeline) < horizon) return noValue('follow_up_short')
  return estimate(value, numberOrNull(curve.low[j]), numberOrNull(curve.high[j]))
}

/** 1 - S(horizon), the share that had the event by then. */
export function eventShareAt(curve: SurvivalCurve, horizon: number): Estimate {
  const s = survivalAt(curve, horizon)
  return {
    value: s.value === null ? null : 1 - s.value,
    low: s.high === null ? null : 1 - s.high,
    high: s.low === null ? null : 1 - s.low,
    why: s.why,
  }
}

export const numberOrNull = (x: number | undefined): number | null => (x === undefined || Number.isNaN(x) ? null : x)

/** One point of a drawn curve. */
export type SurvivalPoint = { t: number; s: number; low: number | null; high: number | null; at_risk: number; events: number }

/** The curve as points: t = 0 with s = 1 before any event, then one per instant with an event. */
export function survivalPoints(curve: SurvivalCurve): SurvivalPoint[] {
  const { timeline } = curve
  const points: SurvivalPoint[] = [{ t: 0, s: 1, low: null, high: null, at_risk: timeline.n - timeline.enteredLate, events: 0 }]
  timeline.t.forEach((t, j) => {
    const events = timeline.events[j]! + timeline.competing[j]!
    if (events === 0) return
    const [low, high] = [numberOrNull(curve.low[j]), numberOrNull(curve.high[j])]
    points.push({ t, s: curve.survival[j]!, low, high, at_risk: timeline.atRisk[j]!, events })
  })
  return points
}
