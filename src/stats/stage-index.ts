// How far a person takes what they are given in some stages, against what others make of it.
import { type Estimate, estimate, noValue } from './estimate.ts'
import type { PersonRate } from './pooling.ts'
import { seededRandom } from './seeded-random.ts'
import { TAIL95 } from './special-functions.ts'

type Beta = { alpha: number; beta: number }
/** Visits of the person in a stage, the posterior of their conversion there, what their own cases alone say, and everybody else's. */
export type StageShare = { visits: number; own: Beta; alone: PersonRate; others: PersonRate }

const DRAWS = 4000
const jeffreys = ({ k, n }: PersonRate): Beta => ({ alpha: k + 0.5, beta: Math.max(0, n - k) + 0.5 })
/** Under so many visits nothing is said. */
export const VISITS_LEAST = 100

/**
 * Σ e p / Σ e c: conversions expected of the person's posterior means against those of the others' shares. Limits by seeded draws of
 * both, the others' share from Jeffreys' posterior; every second draw takes the person's own cases alone, with Jeffreys' prior, because
 * a prior of few people draws the best and the worst of them so far in that its limits alone hold the truth in 60 to 80 % (Efron and
 * Morris 1972, JASA 67:130-139, limited translation). Null (too_few) under 100 visits, (undefined) where the others converted nothing.
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
  const draws = Float64Array.from({ length: DRAWS }, (_, draw) => {
    let [above, below] = [0, 0]
    for (const { visits: e, own, alone, others } of known) {
      const { alpha, beta } = draw % 2 === 0 ? own : jeffreys(alone)
      above += e * random.beta(alpha, beta)
      const rest = jeffreys(others)
      below += e * random.beta(rest.alpha, rest.beta)
    }
    return above / below
  }).sort()
  const at = (share: number) => draws[Math.max(1, Math.ceil(share * DRAWS)) - 1]!
  return estimate(reached / expected, at(TAIL95), at(1 - TAIL95))
}
