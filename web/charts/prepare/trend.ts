// One KPI by time bucket → the series of the drawer's chart: value, interval, the period before, and which bucket is not over.
import type { Answer, Unit } from '../../../src/contract/answer.ts'
import { bucketEnd, dayOf } from './bucket.ts'
import { readCell, readText } from './read-row.ts'

export type TrendPoint = {
  bucket: string
  value: number | null
  low: number | null
  high: number | null
  previous: number | null
  n: number
  isUnfinished: boolean
}
export type Trend = { unit: Unit; isAdditive: boolean; points: TrendPoint[]; hasBand: boolean; hasPrevious: boolean }

/** A bucket that ends after the answer's own day is not over. */
export function prepareTrend(answer: Answer, kpi: string): Trend | null {
  const column = answer.columns.find(({ id }) => id === kpi)
  if (!column) return null
  const today = dayOf(answer)
  const points = answer.rows.map((row): TrendPoint => {
    const cell = readCell(row, kpi)
    const bucket = readText(row, 'period')
    return {
      bucket,
      value: cell?.value ?? null,
      low: cell?.low ?? null,
      high: cell?.high ?? null,
      previous: cell?.previous?.value ?? null,
      n: cell?.n ?? 0,
      isUnfinished: bucketEnd(bucket) > today,
    }
  })
  return {
    unit: column.unit,
    isAdditive: column.additive,
    points,
    hasBand: points.some(({ low, high }) => low !== null || high !== null),
    hasPrevious: points.some(({ previous }) => previous !== null),
  }
}
