// Bars with limits on one scale that holds zero: each begins where it begins (a waterfall) or at zero.

export type Tone = 'mark' | 'better' | 'worse' | 'quiet'
export type Bar = {
  id: string
  label: string
  /** Small words under or after the name. */
  hint?: string | undefined
  from: number
  to: number
  low: number | null
  high: number | null
  tone: Tone
  /** The figure in words, at the end of the row. */
  text: string
}
export type PlacedBar = Bar & {
  start: number
  length: number
  whisker: { start: number; length: number; isCut: boolean } | null
}
/** `base`: where the upright line stands, at zero or at the value a waterfall starts from. */
export type BarScale = { bars: PlacedBar[]; base: number }

/** Limits may take up to this many times the room of the values; what reaches further is cut. */
const limitRoom = 2.2

/** Without `from`, the scale holds zero; a waterfall starts its own at the value before, since its steps are small beside the whole. */
export function prepareBars(bars: readonly Bar[], from = 0): BarScale {
  const ends = bars.flatMap((bar) => [bar.from, bar.to])
  const greatest = Math.max(from, ...ends)
  const least = Math.min(from, ...ends)
  const room = (greatest - least) * limitRoom
  const top = Math.max(greatest, Math.min(greatest + room, ...[Math.max(greatest, ...bars.map(({ high }) => high ?? greatest))]))
  const bottom = Math.min(least, Math.max(least - room, Math.min(least, ...bars.map(({ low }) => low ?? least))))
  const whole = top - bottom || 1
  const place = (value: number) => Math.min(1, Math.max(0, (value - bottom) / whole))
  return {
    base: place(from),
    bars: bars.map((bar) => {
      const [start, end] = [place(Math.min(bar.from, bar.to)), place(Math.max(bar.from, bar.to))]
      const hasLimits = bar.low !== null && bar.high !== null && bar.high > bar.low
      const low = place(bar.low ?? 0)
      const high = place(bar.high ?? 0)
      return {
        ...bar,
        start,
        length: end - start,
        whisker: hasLimits ? { start: low, length: high - low, isCut: (bar.high ?? 0) > top || (bar.low ?? 0) < bottom } : null,
      }
    }),
  }
}
