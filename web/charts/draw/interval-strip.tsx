// One dot with its whisker on a scale shared by all rows, and a thin line where the whole stands. Small samples are faded.
import type { Strip } from '../prepare/league.ts'
import css from './interval-strip.module.css'

type Props = { strip: Strip | null; totalAt: number | null; isSmall: boolean }

export function IntervalStrip({ strip, totalAt, isSmall }: Props) {
  const percent = (place: number) => `${Math.round(place * 1000) / 10}%`
  const low = strip?.low ?? strip?.value ?? 0
  const high = strip?.high ?? strip?.value ?? 0
  return (
    <span className={`${css.strip} ${isSmall ? css.small : ''}`} aria-hidden="true">
      <span className={css.track} />
      {totalAt !== null && <span className={css.total} style={{ left: percent(totalAt) }} />}
      {strip && high > low && <span className={css.whisker} style={{ left: percent(low), width: percent(high - low) }} />}
      {strip && <span className={css.dot} style={{ left: percent(strip.value) }} />}
    </span>
  )
}
