// Incidence curves of resampled histories, for simulations that carry the uncertainty of the past.

import type { SeededRandom } from './seeded-random.ts'
import { COMPETING, EVENT } from './timeline.ts'

/** Cases seen from their start: time and outcome (EVENT = won, COMPETING = lost, CENSORED = open); `weight` = how many are alike. */
export type History = { exit: ArrayLike<number>; outcome: ArrayLike<number>; weight?: ArrayLike<number> }

/** A history in time order, at one instant outcomes before censorings. */
export type SortedHistory = { t: Float64Array; outcome: Uint8Array; weight: Float64Array | null }

/** F and S after each case in order. */
export type SampledCurve = { t: Float64Array; incidence: Float64Array; survival: Float64Array }

export function sortHistory(history: History): SortedHistory {
  const order = Array.from({ length: history.exit.length }, (_, i) => i)
  const isOpen = (i: number) => (history.outcome[i] === EVENT || history.outcome[i] === COMPETING ? 0 : 1)
  order.sort((a, b) => history.exit[a]! - history.exit[b]! || isOpen(a) - isOpen(b))
  const { weight } = history
  return {
    t: Float64Array.from(order, (i) => history.exit[i]!),
    outcome: Uint8Array.from(order, (i) => history.outcome[i]!),
    weight: weight === undefined ? null : Float64Array.from(order, (i) => weight[i]!),
  }
}

/** How often each case is drawn: with replacement; counts of alike cases each by a Poisson draw (Hanley and MacGibbon 2006). */
function drawCounts({ t, weight }: SortedHistory, random: SeededRandom): Uint32Array {
  const count = new Uint32Array(t.length)
  if (weight === null) for (let i = 0; i < t.length; i++) count[random.below(t.length)]!++
  else for (let i = 0; i < t.length; i++) count[i] = random.poisson(weight[i]!)
  return count
}

/**
 * The Aalen-Johansen curve of one resample of the cases with replacement. Taking the cases of an instant one after the other gives the
 * same product and the same sum as taking them at once. Efron 1981, JASA 76:312-319 (bootstrap of censored data).
 */
export function resampleIncidence(history: SortedHistory, random: SeededRandom): SampledCurve {
  const size = history.t.length
  const count = drawCounts(history, random)
  const curve = { t: history.t, incidence: new Float64Array(size), survival: new Float64Array(size) }
  let [inside, incidence, survival] = [count.reduce((sum, n) => sum + n, 0), 0, 1]
  for (let i = 0; i < size; i++) {
    const n = count[i]!
    const outcome = history.outcome[i]!
    if (n > 0 && (outcome === EVENT || outcome === COMPETING)) {
      const share = n / inside
      if (outcome === EVENT) incidence += survival * share
      survival *= 1 - share
    }
    inside -= n
    curve.incidence[i] = incidence
    curve.survival[i] = survival
  }
  return curve
}

/** Number of cases with t <= at. */
function casesUpTo(t: Float64Array, at: number): number {
  let [low, high] = [0, t.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (t[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** What is ahead of a case that is open at `age`: the chance of the event within `left`, and what finds its time. */
export type Ahead = { chance: number; already: number; remaining: number }

/** Where a curve is read for a case: the last case by its age and the last one by the end of what is left, -1 = none; null = nothing is left. */
export type View = { at: number; end: number | null }

/** The same one in every resample of a history. */
export const viewOf = (curve: Pick<SampledCurve, 't'>, age: number, left: number): View => ({
  at: lastCaseBy(curve, age),
  end: left < 0 ? null : lastCaseBy(curve, age + left),
})

/** Chances of a case where it stands; 0 where nobody of the history was still open at its age. */
export function aheadOf(curve: SampledCurve, { at, end }: View): Ahead {
  const already = at < 0 ? 0 : curve.incidence[at]!
  const remaining = at < 0 ? 1 : curve.survival[at]!
  if (!(remaining > 1e-12) || end === null) return { chance: 0, already, remaining: 0 }
  return { chance: chanceBetween(curve, at, end), already, remaining }
}

/** The last case up to a time, -1 = none: the same one in every resample of a history. */
export const lastCaseBy = ({ t }: Pick<SampledCurve, 't'>, time: number): number => casesUpTo(t, time) - 1

/** Chance of the event up to the case `end`, of what is open after the case `at`. */
export function chanceBetween({ incidence, survival }: SampledCurve, at: number, end: number): number {
  const remaining = at < 0 ? 1 : survival[at]!
  if (!(remaining > 1e-12)) return 0
  return ((end < 0 ? 0 : incidence[end]!) - (at < 0 ? 0 : incidence[at]!)) / remaining
}

/** Age at which the event comes for a uniform draw u below the chance ahead. */
export function ageOfEvent(curve: SampledCurve, ahead: Ahead, u: number): number {
  const level = ahead.already + u * ahead.remaining
  let [low, high] = [0, curve.t.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (curve.incidence[middle]! > level) high = middle
    else low = middle + 1
  }
  return curve.t[low]!
}
