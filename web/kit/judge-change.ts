// What a change against the compared period may be called. Decides words and colour; computes no figure of its own.
import type { Cell, PlainCell, Unit } from '../../src/contract/answer.ts'

export type Better = 'higher' | 'lower' | 'neutral'
/**
 * unclear: the difference is within what chance alone does. more, less: it moved, and nobody may call that good or bad, because
 * the KPI is neutral, or because without an interval it is a sum of money or small.
 */
export type Verdict = 'better' | 'worse' | 'unclear' | 'more' | 'less' | 'same'

/** A change without an interval is called neither good nor bad below this. */
const smallChange = 0.05

const hasInterval = ({ low, high }: PlainCell) => low !== null || high !== null

function isApart(now: PlainCell, before: PlainCell): boolean {
  if (!hasInterval(now) || !hasInterval(before)) return true
  const nowAbove = now.low !== null && before.high !== null && now.low > before.high
  const nowBelow = now.high !== null && before.low !== null && now.high < before.low
  return nowAbove || nowBelow
}

/** The verdict on a cell, null when there is nothing to compare. Uses the interval of the change where the answer has one, else asks whether the two intervals are apart. */
export function judgeChange(cell: Cell, better: Better, unit: Unit): Verdict | null {
  const { previous, change } = cell
  if (!previous || !change || cell.value === null || previous.value === null || change.abs === null) return null
  if (change.abs === 0) return 'same'
  const isClear = change.low !== null && change.high !== null ? (change.low ?? 0) > 0 || (change.high ?? 0) < 0 : isApart(cell, previous)
  if (!isClear) return 'unclear'
  const isBare = !hasInterval(cell) && change.low === null
  const isUnjudged = isBare && (unit.startsWith('money') || Math.abs(change.rel ?? 1) < smallChange)
  if (better === 'neutral' || isUnjudged) return change.abs > 0 ? 'more' : 'less'
  return change.abs > 0 === (better === 'higher') ? 'better' : 'worse'
}
