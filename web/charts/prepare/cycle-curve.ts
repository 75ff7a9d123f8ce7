// The curve of deals that are not bought yet → the share bought by the days that passed, on a plain axis of days.
import type { SurvivalCurveAnswer } from '../../../src/contract/curves.ts'
import type { CurveModel, CurvePoint } from './curve.ts'

type Words = { days: (value: number) => string; share: (value: number) => string; count: (value: number) => string }
const steps = [1, 2, 5, 7, 14, 30, 60, 90, 180, 365]
const ticksMax = 7
const pointsMax = 240
/** The curve ends where fewer than this are left to tell by. */
const riskMin = 10
const riskShare = 0.05

export function prepareCycle({ curve }: Pick<SurvivalCurveAnswer, 'curve'>, words: Words): { model: CurveModel; ticks: number[] } {
  const whole = curve[0]?.at_risk ?? 0
  const inSight = curve.filter(({ at_risk }) => at_risk >= Math.min(riskMin, whole * riskShare))
  const longest = Math.max(1, inSight.at(-1)?.t ?? 1)
  const place = (days: number) => Math.min(1, days / longest)
  const seen = new Map<number, CurvePoint>()
  for (const { t, s, low, high } of inSight) {
    seen.set(Math.round(place(t) * pointsMax), {
      ...{ x: place(t), y: 1 - s, low: high === null ? null : 1 - high, high: low === null ? null : 1 - low },
      text: `${words.days(t)}: ${words.share(1 - s)}`,
    })
  }
  const step = steps.find((days) => longest / days <= ticksMax) ?? steps.at(-1)!
  const ticks = Array.from({ length: Math.floor((longest * 0.99) / step) }, (_, index) => (index + 1) * step)
  const open = (tick: number) => curve.find(({ t }) => t > tick)?.at_risk ?? 0
  const top = Math.max(...[...seen.values()].map(({ y, high }) => high ?? y), 0.1)
  const most = [0.25, 0.5, 0.75, 1].find((share) => share >= top) ?? 1
  const scaled = (value: number | null) => (value === null ? null : value / most)
  return {
    ticks,
    model: {
      shape: 'steps',
      points: [...seen.values()].map((point) => ({ ...point, y: point.y / most, low: scaled(point.low), high: scaled(point.high) })),
      across: ticks.map((tick) => ({ at: place(tick), text: words.days(tick) })),
      up: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: share, text: words.share(share * most) })),
      guides: [],
      level: null,
      under: ticks.map((tick) => ({ at: place(tick), text: words.count(open(tick)) })),
    },
  }
}
