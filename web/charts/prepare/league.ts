// One KPI by a dimension → dots with intervals on one scale, sorted best first. Small samples are marked, never hidden.
import type { Answer, Cell, Member, PlainCell } from '../../../src/contract/answer.ts'
import { readCell, readMember } from './read-row.ts'

export type Strip = {
  /** Places on the common scale, 0..1. */
  value: number
  low: number | null
  high: number | null
}
export type LeagueRow = {
  member: Member
  cell: Cell
  strip: Strip | null
  /** The own interval does not hold the total's value: this one can be told from the rest. */
  isApart: boolean
  isSmall: boolean
}
export type League = { rows: LeagueRow[]; total: PlainCell | null; totalAt: number | null; top: number; bottom: number }

const smallSample = 20

/** The scale starts at zero and ends at the greatest value or limit, the limits cut where they would squeeze the values. */
function scaleOf(cells: readonly PlainCell[]): { bottom: number; top: number } {
  const values = cells.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length === 0) return { bottom: 0, top: 1 }
  const greatest = Math.max(...values, 0)
  const least = Math.min(...values, 0)
  const limits = cells.flatMap(({ high }) => (high === null ? [] : [high]))
  const top = Math.min(Math.max(greatest, ...limits), greatest * 2 || 1)
  return { bottom: least, top: top > least ? top : least + 1 }
}

export function prepareLeague(answer: Answer, kpi: string, dimension: string): League {
  const column = answer.columns.find(({ id }) => id === kpi)
  const total = answer.total[kpi] ?? null
  const read = answer.rows.flatMap((row) => {
    const cell = readCell(row, kpi)
    return cell ? [{ member: readMember(row, dimension), cell }] : []
  })
  const { bottom, top } = scaleOf([...read.map(({ cell }) => cell), ...(total && !column?.additive ? [total] : [])])
  const place = (value: number) => Math.min(1, Math.max(0, (value - bottom) / (top - bottom)))
  const placed = (value: number | null) => (value === null ? null : place(value))
  const reference = column?.additive ? null : (total?.value ?? null)
  const sign = column?.better === 'lower' ? 1 : -1
  const byValue = (a: PlainCell, b: PlainCell) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
    return sign * (a.value - b.value)
  }
  const rows = read
    .map(
      ({ member, cell }): LeagueRow => ({
        member,
        cell,
        strip: cell.value === null ? null : { value: place(cell.value), low: placed(cell.low), high: placed(cell.high) },
        isApart: reference !== null && ((cell.low !== null && cell.low > reference) || (cell.high !== null && cell.high < reference)),
        isSmall: cell.n < smallSample,
      }),
    )
    .toSorted((a, b) => byValue(a.cell, b.cell) || (a.member.name ?? '').localeCompare(b.member.name ?? ''))
  return { rows, total, totalAt: placed(reference), top, bottom }
}
