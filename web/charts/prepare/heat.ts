// A grid of shares → cells with the strength of their colour; what rests on few cases is faint, what is missing is a gap.
import type { Answer, PlainCell } from '../../../src/contract/answer.ts'
import { readCell, readMember } from './read-row.ts'

export type HeatCell = { row: string; column: string; cell: PlainCell; strength: number; isSmall: boolean }
export type Heat = { cells: HeatCell[]; columns: string[] }

const smallSample = 10
export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const

/** Hours of the week: from the first to the last hour in which anything came. */
export function prepareHours(answer: Answer, kpi: string): Heat {
  const cells = answer.rows.flatMap((row): HeatCell[] => {
    const cell = readCell(row, kpi)
    const [weekday, hour] = [readMember(row, 'weekday').id, readMember(row, 'hour').id]
    if (!cell || cell.value === null || weekday === null || hour === null) return []
    return [{ row: weekday, column: hour, cell, strength: cell.value, isSmall: cell.n < smallSample }]
  })
  const hours = cells.map(({ column }) => Number(column))
  if (hours.length === 0) return { cells, columns: [] }
  const first = Math.min(...hours)
  return { cells, columns: Array.from({ length: Math.max(...hours) - first + 1 }, (_, index) => String(first + index)) }
}

/** The hours in which most cases got no timely answer, the greatest number first. */
export function worstHours(heat: Heat, shown = 3): HeatCell[] {
  const missed = ({ cell }: HeatCell) => cell.n * (1 - (cell.value ?? 1))
  return heat.cells
    .filter(({ isSmall }) => !isSmall)
    .toSorted((a, b) => missed(b) - missed(a))
    .slice(0, shown)
}
