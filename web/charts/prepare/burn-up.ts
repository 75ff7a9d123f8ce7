// How a plan may go to its end: the middle course with the band of four in five, from what is done now, against the target.
import type { PlanProgress } from '../../../src/contract/plans.ts'
import type { CurveModel } from './curve.ts'

type Words = { day: (text: string) => string; amount: (value: number) => string }
const ticks = 3

export function prepareBurnUp({ bands, target }: Pick<PlanProgress, 'bands' | 'target'>, words: Words): CurveModel {
  const top = Math.max(1, target ?? 0, ...bands.map(({ p90 }) => p90)) * 1.05
  const last = Math.max(1, bands.length - 1)
  const every = Math.max(1, Math.ceil(bands.length / ticks))
  const levels = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top)
  return {
    shape: 'steps',
    points: bands.map(({ day, p10, p50, p90 }, index) => ({
      ...{ x: index / last, y: p50 / top, low: p10 / top, high: p90 / top },
      text: `${words.day(day)}: ${words.amount(p50)}`,
    })),
    across: bands.flatMap(({ day }, index) => (index % every === 0 ? [{ at: index / last, text: words.day(day) }] : [])),
    up: levels.map((level) => ({ at: level / top, text: words.amount(level) })),
    guides: [],
    level: target === null ? null : target / top,
    under: [],
  }
}
