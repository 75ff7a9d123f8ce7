// Counts of events and counts per something else.

import { type Estimate, estimate, noValue } from './estimate.ts'
import { gammaQuantile, TAIL95 } from './special-functions.ts'

/**
 * A count with its exact Poisson interval; k may be real (sums of shares of credit).
 * Garwood 1936, Biometrika 28:437-442.
 */
export function garwood(k: number): Estimate {
  return estimate(k, k > 0 ? gammaQuantile(TAIL95, k) : 0, gammaQuantile(1 - TAIL95, k + 1))
}

/** k events per `denominator` of other things (it is taken as known): Garwood's limits divided by it. */
export function garwoodRatio(k: number, denominator: number): Estimate {
  if (!(denominator > 0)) return noValue('no_cases')
  const count = garwood(k)
  return estimate(k / denominator, count.low! / denominator, count.high! / denominator)
}
