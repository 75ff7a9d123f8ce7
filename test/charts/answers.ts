// Small answers made by hand, for the tests of what prepares charts.
import type { Answer, AnswerColumn, AnswerRow, Cell } from '../../src/contract/answer.ts'

export function cell(value: number | null, part: Partial<Cell> = {}): Cell {
  const n = part.n ?? (value === null ? 0 : 100)
  return { value, n, low: null, high: null, pending: 0, excluded: 0, unpriced: 0, why: value === null ? 'no_cases' : null, ...part }
}

export function column(id: string, part: Partial<AnswerColumn> = {}): AnswerColumn {
  return { id, kind: 'kpi', name: id, unit: 'ratio', better: 'higher', additive: false, version: 1, ...part }
}

export function answer(columns: AnswerColumn[], rows: AnswerRow[], total: Record<string, Cell> = {}, part: Partial<Answer> = {}): Answer {
  return {
    ...{ workspace: 'demo', timezone: 'Europe/Kyiv', currency: 'UAH', as_of: '2026-09-30T12:00:00Z', from: '2026-07-01', to: '2026-10-01' },
    ...{ by: [], grain: null, compare: null, columns, rows, total, notes: [] },
    ...part,
  }
}
