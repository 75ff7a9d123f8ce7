// One KPI by time bucket → the series of the drawer's chart: value, interval, the period before, and which bucket is not over.
import type { Answer, Unit } from '../../../src/contract/answer.ts'
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

/** Local day on which a bucket ends, exclusive, as ISO date; empty for a form that is not known. */
export function bucketEnd(bucket: string): string {
  const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
  const [, yearText = '', kind = '', rest = ''] = /^(\d{4})(?:-(W|Q)?(.+))?$/.exec(bucket) ?? []
  const year = Number(yearText)
  if (!yearText) return ''
  if (!rest) return iso(year + 1, 0, 1)
  if (kind === 'Q') return iso(year, Number(rest) * 3, 1)
  if (kind === 'W') {
    const fourth = new Date(Date.UTC(year, 0, 4))
    const firstMonday = 4 - ((fourth.getUTCDay() + 6) % 7)
    return iso(year, 0, firstMonday + Number(rest) * 7)
  }
  const [month = 1, day] = rest.split('-').map(Number)
  return day === undefined ? iso(year, month, 1) : iso(year, month - 1, day + 1)
}

/** today: the workspace's local date; a bucket that ends after it is not over. */
export function prepareTrend(answer: Answer, kpi: string, today: string): Trend | null {
  const column = answer.columns.find(({ id }) => id === kpi)
  if (!column) return null
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
