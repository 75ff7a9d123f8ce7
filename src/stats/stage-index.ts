// How far a person takes what they are given in some stages, against what others make of it.
import { type Estimate, estimate, noValue } from './estimate.ts'
import type { PersonRate } from './pooling.ts'
import { seededRandom } from './seeded-random.ts'
import { TAIL95 } from './special-functions.ts'

/** Visits of the person in a stage, the posterior of their conversion there, and hits of cases of everybody else. */
export type StageShare = { visits: number; own: { alpha: number; beta: number }; others: PersonRate }

const DRAWS = 4000
/** Under so many visits nothing is said. */
export const VISITS_LEAST = 100

/**
 * Σ e p / Σ e c: conversions expected of the person's posterior means against those of the others' shares. Limits by seeded draws of
 * both, the others' share from Jeffreys' posterior. Null (too_few) under 100 visits, (undefined) where the others converted nothing.
 */
export function stageIndex(stages: readonly StageShare[], seed: number): Estimate {
  const visits = stages.reduce((sum, stage) => sum + stage.visits, 0)
  if (visits > 0 && visits < VISITS_LEAST) return noValue('too_few')
  const known = stages.filter(({ visits: own, others }) => own > 0 && others.n > 0)
  if (known.length === 0) return noValue('no_cases')
  const expected = known.reduce((sum, { visits: e, others }) => sum + (e * others.k) / others.n, 0)
  if (!(expected > 0)) return noValue('undefined')
  const reached = known.reduce((sum, { visits: e, own }) => sum + (e * own.alpha) / (own.alpha + own.beta), 0)
  const random = seededRandom(seed)
  const draws = Float64Array.from({ length: DRAWS }, () => {
    let [above, below] = [0, 0]
    for (const { visits: e, own, others } of known) {
      above += e * random.beta(own.alpha, own.beta)
      below += e * random.beta(others.k + 0.5, Math.max(0, others.n - others.k) + 0.5)
    }
    return above / below
  }).sort()
  const at = (share: number) => draws[Math.max(1, Math.ceil(share * DRAWS)) - 1]!
  return estimate(reached / expected, at(TAIL95), at(1 - TAIL95))
}
