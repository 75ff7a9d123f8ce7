// Odds of winning by how long the client waited → dots with limits on a scale of ratios, where half and twice are equally far from one.
import type { SpeedCurveAnswer } from '../../../src/contract/curves.ts'
import { type CurveModel, delayPlace, delayTicks } from './curve.ts'

type Words = { time: (seconds: number) => string; times: (value: number) => string; count: (value: number) => string }
const levels = [0.1, 0.25, 0.5, 1, 2, 4]
const guideTicks = [900, 3600]

export function prepareSpeed({ points }: Pick<SpeedCurveAnswer, 'points'>, words: Words): CurveModel {
  const place = delayPlace(Math.max(0, ...points.map(({ delay_s }) => delay_s)) * 1.2)
  const ends = points.flatMap(({ odds, low, high }) => [odds, low ?? odds, high ?? odds]).filter((value) => value > 0)
  const least = Math.max(levels[0] ?? 0, Math.min(0.5, ...ends))
  const greatest = Math.min(levels.at(-1) ?? 1, Math.max(1.2, ...ends))
  const up = (value: number) => {
    const share = (Math.log(Math.max(value, least)) - Math.log(least)) / (Math.log(greatest) - Math.log(least))
    return Math.min(1, Math.max(0, share))
  }
  return {
    shape: 'dots',
    points: points.map(({ delay_s, odds, low, high, n }) => ({
      ...{ x: place(delay_s), y: up(odds), low: low === null ? null : up(low), high: high === null ? null : up(high) },
      text: `${words.time(delay_s)}: ${words.times(odds)} · ${words.count(n)}`,
    })),
    across: delayTicks
      .filter((tick) => place(tick) < 1 && !guideTicks.includes(tick))
      .map((tick) => ({ at: place(tick), text: words.time(tick) })),
    up: levels.filter((level) => level >= least && level <= greatest).map((level) => ({ at: up(level), text: words.times(level) })),
    guides: guideTicks.map((tick) => ({ at: place(tick), text: words.time(tick) })),
    level: up(1),
    under: [],
  }
}
