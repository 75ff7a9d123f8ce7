// One KPI by a dimension → dots with intervals on one scale, sorted best first. Small samples are marked, never hidden.
import type { Answer, AnswerRow, Cell, Member, PlainCell } from '../../../src/contract/answer.ts'
import { type Bracket, prepareBrackets } from './brackets.ts'
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
  /** Places this one may really hold; null where the KPI is not ranked. */
  rank: { low: number; high: number } | null
  /** Further cases until this one could be told from the rest; null when already apart or out of reach. */
  needed: number | null
}
export type League = {
  rows: LeagueRow[]
  total: PlainCell | null
  totalAt: number | null
  top: number
  bottom: number
  /** Neighbours that cannot be told apart from each other, those left out that stand apart from all; none where nobody is ranked. */
  brackets: Bracket[]
}

const smallSample = 20

/** What a ranked answer adds to a row; all null in an answer that ranks nobody. */
function readRank(row: AnswerRow) {
  const { pooled, rank, apart, needed } = row
  const isRange = (found: unknown): found is { low: number; high: number } => typeof found === 'object' && found !== null && 'low' in found
  return {
    pooled: isRange(pooled) && 'value' in pooled && typeof pooled.value === 'number' ? pooled.value : null,
    span: isRange(pooled) ? { low: pooled.low, high: pooled.high } : null,
    rank: isRange(rank) ? { low: rank.low, high: rank.high } : null,
    apart: typeof apart === 'boolean' ? apart : null,
    needed: typeof needed === 'number' ? needed : null,
  }
}

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
    return cell ? [{ member: readMember(row, dimension), cell, ...readRank(row) }] : []
  })
  const { bottom, top } = scaleOf([...read.map(({ cell }) => cell), ...(total && !column?.additive ? [total] : [])])
  const place = (value: number) => Math.min(1, Math.max(0, (value - bottom) / (top - bottom)))
  const placed = (value: number | null) => (value === null ? null : place(value))
  const reference = column?.additive ? null : (total?.value ?? null)
  const sign = column?.better === 'lower' ? 1 : -1
  const order = (a: number | null, b: number | null) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : sign * (a - b)
  const isBeyond = ({ low, high }: PlainCell) =>
    reference !== null && ((low !== null && low > reference) || (high !== null && high < reference))
  const sorted = read.toSorted(
    (a, b) => order(a.pooled ?? a.cell.value, b.pooled ?? b.cell.value) || (a.member.name ?? '').localeCompare(b.member.name ?? ''),
  )
  const rows = sorted.map(({ member, cell, rank, apart, needed }): LeagueRow => {
    const strip = cell.value === null ? null : { value: place(cell.value), low: placed(cell.low), high: placed(cell.high) }
    return { member, cell, strip, isApart: apart ?? isBeyond(cell), isSmall: cell.n < smallSample, rank, needed: apart ? null : needed }
  })
  return {
    rows,
    total,
    totalAt: placed(reference),
    top,
    bottom,
    brackets: prepareBrackets(sorted.map(({ span, apart }) => (apart ? null : span))),
  }
}
