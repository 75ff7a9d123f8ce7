// Shares of one whole as a thin stacked bar: what became of the visits of a stage. The words stand beside it.
import type { Outcome } from '../prepare/funnel.ts'
import css from './outcome-bar.module.css'

export function OutcomeBar({ parts }: { parts: readonly { outcome: Outcome; share: number }[] }) {
  return (
    <span className={css.bar} aria-hidden="true">
      {parts.map(({ outcome, share }) => (
        <span key={outcome} className={`${css.part} ${css[outcome]}`} style={{ flexGrow: share }} />
      ))}
    </span>
  )
}
