// What a drawn curve needs, in places 0..1 from the left and from the bottom: decided here, painted by draw/curve-picture.

export type Mark = { at: number; text: string }
export type CurvePoint = { x: number; y: number; low: number | null; high: number | null; text: string }
export type CurveModel = {
  shape: 'steps' | 'dots'
  points: CurvePoint[]
  /** Ticks of the axes. */
  across: Mark[]
  up: Mark[]
  /** Upright lines with a word: fifteen minutes, an hour. */
  guides: Mark[]
  /** A level to compare with. */
  level: number | null
  /** Figures under the ticks: how many still wait. */
  under: Mark[]
}

const minute = 60
/** Times people think in; the ticks of every axis of delays. */
export const delayTicks = [5, 15, 60, 240, 1440, 7200].map((minutes) => minutes * minute)

/** Delays range from seconds to weeks: the axis is logarithmic, from nothing to the longest. */
export function delayPlace(longest: number): (seconds: number) => number {
  const size = (seconds: number) => Math.log(1 + seconds / minute)
  const whole = size(Math.max(longest, 2 * minute))
  return (seconds) => Math.min(1, size(Math.max(0, seconds)) / whole)
}
