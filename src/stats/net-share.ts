// The share of those for less the share of those against: the net promoter score.
import { clamp, type Estimate, estimate, noValue } from './estimate.ts'
import { Z95 } from './special-functions.ts'

/**
 * (hits - misses) / n, from -1 to 1; limits by the adjusted Wald interval that adds 3/4, 3/2, 3/4 to those for, indifferent, against.
 * Rocks 2016, "Interval estimation for the net promoter score", The American Statistician 70:365-372.
 */
export function netShare(hits: number, misses: number, n: number): Estimate {
  if (!(n > 0)) return noValue('no_cases')
  const all = n + 3
  const [up, down] = [(hits + 0.75) / all, (misses + 0.75) / all]
  const centre = up - down
  const half = Z95 * Math.sqrt((up + down - centre * centre) / all)
  return estimate((hits - misses) / n, clamp(centre - half, -1, 1), clamp(centre + half, -1, 1))
}
