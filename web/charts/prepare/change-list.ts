// Which KPIs moved beyond chance since the compared period, the most telling first. For the sentence a page opens with.
import type { Answer } from '../../../src/contract/answer.ts'
import { judgeChange } from '../../kit/judge-change.ts'

export type Change = { kpi: string; verdict: 'better' | 'worse' }

/** Size of a change on one footing for all units: relative, or in shares of the whole for a ratio. */
function sizeOf(answer: Answer, kpi: string): number {
  const change = answer.total[kpi]?.change
  return Math.abs(change?.rel ?? change?.abs ?? 0)
}

export function prepareChanges(answer: Answer, kpis: readonly string[]): Change[] {
  const found = kpis.flatMap((kpi): Change[] => {
    const column = answer.columns.find(({ id }) => id === kpi)
    const cell = answer.total[kpi]
    const verdict = column && cell ? judgeChange(cell, column.better, column.unit) : null
    return verdict === 'better' || verdict === 'worse' ? [{ kpi, verdict }] : []
  })
  return found.toSorted((a, b) => sizeOf(answer, b.kpi) - sizeOf(answer, a.kpi))
}
