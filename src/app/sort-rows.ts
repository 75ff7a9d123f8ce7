// Order of rows: by a KPI, best first by its `better`; nulls last, ties by id. Without an order: by the ids of the dimensions.
import type { AnswerRow, Cell, Member } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { Query } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export function sortRows(rows: readonly AnswerRow[], query: Query, catalogue: Catalogue, dimensions: readonly string[]): AnswerRow[] {
  const idOf = (row: AnswerRow) => dimensions.map((id) => (row[id] as Member).id ?? '\uffff').join('\u0001')
  const periodOf = (row: AnswerRow) => (typeof row.period === 'string' ? row.period : '')
  const byId = (a: AnswerRow, b: AnswerRow) => compareText(idOf(a), idOf(b)) || compareText(periodOf(a), periodOf(b))
  if (query.order === undefined) return [...rows].sort(byId)
  const reversed = query.order.startsWith('-')
  const id = reversed ? query.order.slice(1) : query.order
  const entry = catalogue.byId.get(id)
  if (entry === undefined || !query.kpis.includes(id))
    throw new AppError('bad_usage', `order "${id}" is not one of the KPIs asked`, { path: 'order' })
  const direction = (entry.better === 'lower' ? 1 : -1) * (reversed ? -1 : 1)
  const cellValue = (row: AnswerRow) => (row[id] as Cell).value
  return [...rows].sort((a, b) => {
    const [x, y] = [cellValue(a), cellValue(b)]
    if (x === null || y === null) return x === y ? byId(a, b) : x === null ? 1 : -1
    return (x - y) * direction || byId(a, b)
  })
}
