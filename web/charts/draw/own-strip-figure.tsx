// Draws a prepared strip: a band of the others, a ring where the person was, a dot with limits where they are. The table says it in words.
import type { OwnStrip } from '../prepare/own-strip.ts'
import css from './own-strip-figure.module.css'

const percent = (place: number) => `${Math.round(place * 1000) / 10}%`

export function OwnStripFigure({ strip, tone }: { strip: OwnStrip | null; tone: 'better' | 'worse' | 'mark' }) {
  const { now = 0, low = null, high = null, before = null, band = null } = strip ?? {}
  return (
    <span className={css.strip} aria-hidden="true">
      <span className={css.track} />
      {band && <span className={css.band} style={{ left: percent(band.from), width: percent(band.to - band.from) }} />}
      {band && <span className={css.middle} style={{ left: percent(band.middle) }} />}
      {strip && low !== null && high !== null && (
        <span className={css.whisker} style={{ left: percent(low), width: percent(high - low) }} />
      )}
      {before !== null && <span className={css.before} style={{ left: percent(before) }} />}
      {strip && <span className={`${css.now} ${css[tone]}`} style={{ left: percent(now) }} />}
    </span>
  )
}
