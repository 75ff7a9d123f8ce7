// Observed wins against the wins expected of the same cases.

import { type Estimate, estimate, noValue } from './estimate.ts'
import { Z95 } from './special-functions.ts'

/**
 * O / E, where `expected` = Σp and `sumSquares` = Σp² over the independent cases. Limits: the roots θ of
 * (θE - O)² = z² (θE - θ² Σp²), the score interval of a common factor θ on every p. Wilson 1927, JASA 22:209-212 (the score
 * principle); Breslow and Day 1987, Statistical Methods in Cancer Research II, ch. 2 (observed to expected).
 */
export function observedToExpected(observed: number, expected: number, sumSquares: number): Estimate {
  if (!(expected > 0)) return noValue('no_cases')
  const z2 = Z95 * Z95
  const value = observed / expected
  const a = expected * expected + z2 * sumSquares
  // (b² - 4 a O²) / z², written without cancellation; negative when θp would have to pass 1 for some cases: no roots.
  const inner = 4 * observed * (expected * expected - sumSquares * observed) + z2 * expected * expected
  if (inner < 0) return estimate(value, null, null)
  const high = (2 * expected * observed + z2 * expected + Z95 * Math.sqrt(inner)) / (2 * a)
  // The product of the roots is O² / a: the small root without cancellation.
  return estimate(value, Math.min(high, (observed * observed) / (a * high)), high)
}
