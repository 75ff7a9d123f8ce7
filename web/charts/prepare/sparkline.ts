// 13 weeks of one KPI → the geometry of a tile's sparkline: line, band of the interval, last point. Missing is a gap.
import type { Answer } from '../../../src/contract/answer.ts'
import { readCell } from './read-row.ts'

export type Sparkline = {
  /** SVG paths of the connected stretches; a lone point is a dot instead. */
  lines: string[]
  bands: string[]
  dots: { x: number; y: number }[]
  /** The stretch into a week that is not over. */
  unfinished: string | null
  last: { x: number; y: number } | null
}
type Point = { x: number; y: number; low: number; high: number; hasBand: boolean }
type Size = { width: number; height: number; pad: number }

const weeksShown = 13
const size: Size = { width: 132, height: 44, pad: 4 }
export const sparklineSize = { width: size.width, height: size.height }

const at = (value: number) => Math.round(value * 10) / 10

function pathOf(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('')
}

function bandOf(points: readonly Point[]): string {
  const back = points.toReversed().map(({ x, low }) => ({ x, y: low }))
  return `${pathOf([...points.map(({ x, high }) => ({ x, y: high })), ...back])}Z`
}

function split<Item>(items: readonly (Item | null)[]): Item[][] {
  const stretches: Item[][] = [[]]
  for (const item of items) {
    if (item === null) stretches.push([])
    else stretches.at(-1)?.push(item)
  }
  return stretches.filter((stretch) => stretch.length > 0)
}

/** Null when fewer than two weeks have a value: then there is no course to show. */
export function prepareSparkline(answer: Answer, kpi: string, isLastUnfinished: boolean): Sparkline | null {
  // Half a week of counts would look like a fall: a sum is shown by whole weeks, a share also by the running one.
  const isCut = isLastUnfinished && (answer.columns.find(({ id }) => id === kpi)?.additive ?? false)
  const rows = isCut ? answer.rows.slice(0, -1) : answer.rows
  const cells = rows.slice(-weeksShown).map((row) => readCell(row, kpi))
  const known = cells.flatMap((cell) => (cell && cell.value !== null ? [cell.value] : []))
  if (known.length < 2) return null
  const peak = Math.max(...known)
  const floor = Math.min(...known)
  const span = peak - floor || Math.abs(peak) || 1
  // One week of five cases must not flatten the other twelve: the band is cut at one span above and below the values.
  const clamp = (value: number) => Math.min(peak + span, Math.max(floor - span, value))
  const drawn = cells.flatMap((cell) =>
    cell && cell.value !== null ? [cell.value, clamp(cell.low ?? cell.value), clamp(cell.high ?? cell.value)] : [],
  )
  const top = Math.max(...drawn)
  const bottom = Math.min(...drawn)
  const scale = (size.height - 2 * size.pad) / (top - bottom || 1)
  const y = (value: number) => size.height - size.pad - (clamp(value) - bottom) * scale
  const step = (size.width - 2 * size.pad) / (weeksShown - 1)
  const shift = weeksShown - cells.length
  const points = cells.map((cell, index): Point | null => {
    if (!cell || cell.value === null) return null
    const { value, low, high } = cell
    return {
      x: size.pad + (index + shift) * step,
      y: y(value),
      low: y(low ?? value),
      high: y(high ?? value),
      hasBand: low !== null || high !== null,
    }
  })
  return assemble(points, isLastUnfinished && !isCut)
}

function assemble(points: readonly (Point | null)[], isLastUnfinished: boolean): Sparkline {
  const final = points.at(-1) ?? null
  const before = points.at(-2) ?? null
  const isOpen = isLastUnfinished && final !== null && before !== null
  const stretches = split(isOpen ? points.slice(0, -1) : points)
  const bands = split(points).filter((stretch) => stretch.length > 1 && stretch.some(({ hasBand }) => hasBand))
  const last = points.findLast((point) => point !== null)
  return {
    lines: stretches.filter((stretch) => stretch.length > 1).map(pathOf),
    dots: stretches.filter((stretch) => stretch.length === 1).flatMap((stretch) => stretch.map(({ x, y }) => ({ x: at(x), y: at(y) }))),
    bands: bands.map(bandOf),
    unfinished: isOpen ? pathOf([before, final]) : null,
    last: last ? { x: at(last.x), y: at(last.y) } : null,
  }
}
