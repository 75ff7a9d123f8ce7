// The curve of who still waits → the share already answered by the time that passed, with its band and how many wait at each tick.
import type { SurvivalCurveAnswer } from '../../../src/contract/curves.ts'
import { type CurveModel, type CurvePoint, delayPlace, delayTicks } from './curve.ts'

type Words = { time: (seconds: number) => string; share: (value: number) => string; count: (value: number) => string }
const pointsMax = 240
/** The tail where hardly anybody waits would take half of the axis. */
const tailShare = 0.98

export function prepareResponse({ curve }: Pick<SurvivalCurveAnswer, 'curve'>, words: Words): CurveModel {
  const whole = curve[0]?.at_risk ?? 0
  const inSight = curve.filter(({ s, at_risk }) => 1 - s <= tailShare && at_risk >= Math.min(10, whole * 0.05))
  const longest = inSight.at(-1)?.t ?? 0
  const place = delayPlace(longest)
  const seen = new Map<number, CurvePoint>()
  for (const { t, s, low, high } of inSight) {
    // One point a pixel is enough: the last one of it.
    seen.set(Math.round(place(t) * pointsMax), {
      ...{ x: place(t), y: 1 - s, low: high === null ? null : 1 - high, high: low === null ? null : 1 - low },
      text: `${words.time(t)}: ${words.share(1 - s)}`,
    })
  }
  const ticks = delayTicks.filter((tick) => tick < longest * 0.97)
  const waiting = (tick: number) => curve.find(({ t }) => t > tick)?.at_risk ?? 0
  return {
    shape: 'steps',
    points: [...seen.values()],
    across: ticks.map((tick) => ({ at: place(tick), text: words.time(tick) })),
    up: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: share, text: words.share(share) })),
    guides: [],
    level: null,
    under: ticks.map((tick) => ({ at: place(tick), text: words.count(waiting(tick)) })),
  }
}

/** The share answered within a time, with its limits; null where nobody was ever at risk. */
export function answeredBy({ curve }: Pick<SurvivalCurveAnswer, 'curve'>, seconds: number) {
  const last = curve.findLast(({ t }) => t <= seconds)
  if (!last || (curve[0]?.at_risk ?? 0) === 0) return null
  return { value: 1 - last.s, low: last.high === null ? null : 1 - last.high, high: last.low === null ? null : 1 - last.low }
}

/** Each step of the curve for a table file: when, the share it has happened to with its limits, how many were at risk. */
export const happenedRows = (curve: SurvivalCurveAnswer['curve']): (number | null)[][] =>
  curve.map(({ t, s, low, high, at_risk }) => [t, 1 - s, high === null ? null : 1 - high, low === null ? null : 1 - low, at_risk])
