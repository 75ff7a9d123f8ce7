// The share that gets its hit, while some cases are still undecided.

import { aalenJohansen } from './competing-risks.ts'
import { type Estimate, noValue } from './estimate.ts'
import { wilson } from './proportion.ts'
import type { Timeline } from './timeline.ts'

export type WaitingShare = Estimate & {
  /** All cases, pending ones included. */
  n: number
  pending: number
  /** Cases of a plain share that would be as uncertain; null without a value. */
  n_eff: number | null
}

const ALMOST = 1e-12

/**
 * Aalen-Johansen probability of the hit (events) against the miss (competing) by the greatest age reached, with Wilson's interval
 * at n_eff = F(1 - F) / Var F; F of 0 or 1: at the decided cases. Equals hits / cases when none is pending or entered late.
 * Aalen and Johansen 1978; the effective n as in Korn and Graubard 1998, Survey Methodology 24:193-201.
 */
export function waitingShare(timeline: Timeline): WaitingShare {
  const sum = (column: Float64Array) => column.reduce((total, x) => total + x, 0)
  const [hits, misses, pending] = [sum(timeline.events), sum(timeline.competing), sum(timeline.censored)]
  const decided = hits + misses
  if (!(decided > 0)) return { ...noValue('no_cases'), n: timeline.n, pending, n_eff: null }
  const curve = aalenJohansen(timeline)
  const plain = pending === 0 && timeline.enteredLate === 0
  const share = plain ? hits / decided : curve.incidence.at(-1)!
  const certain = share <= ALMOST || share >= 1 - ALMOST
  const value = certain ? Math.round(share) : share
  const nEff = certain || plain ? decided : (value * (1 - value)) / curve.variance.at(-1)!
  const { low, high } = wilson(value * nEff, nEff)
  return { value, low, high, why: null, n: timeline.n, pending, n_eff: nEff }
}
