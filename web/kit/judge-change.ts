// What a change against the compared period may be called. Decides words and colour; computes no figure of its own.
import type { Cell, PlainCell } from '../../src/contract/answer.ts'

export type Better = 'higher' | 'lower' | 'neutral'
/** unclear: the difference is within what chance alone does. moved: a neutral KPI changed. */
export type Verdict = 'better' | 'worse' | 'unclear' | 'moved' | 'same'

function isApart(now: PlainCell, before: PlainCell): boolean {
  const isKnown = (cell: PlainCell) => cell.low !== null || cell.high !== null
  if (!isKnown(now) || !isKnown(before)) return true
  const nowAbove = now.low !== null && before.high !== null && now.low > before.high
  const nowBelow = now.high !== null && before.low !== null && now.high < before.low
  return nowAbove || nowBelow
}

/** The verdict on a cell, null when there is nothing to compare. Uses the interval of the change where the answer has one, else asks whether the two intervals are apart. */
export function judgeChange(cell: Cell, better: Better): Verdict | null {
  const { previous, change } = cell
  if (!previous || !change || cell.value === null || previous.value === null || change.abs === null) return null
  if (change.abs === 0) return 'same'
  const hasInterval = change.low !== null && change.high !== null
  const isClear = hasInterval ? (change.low ?? 0) > 0 || (change.high ?? 0) < 0 : isApart(cell, previous)
  if (!isClear) return 'unclear'
  if (better === 'neutral') return 'moved'
  return change.abs > 0 === (better === 'higher') ? 'better' : 'worse'
}
