// Several answers to one question about different KPIs put together.
import type { Answer } from '../../../src/contract/answer.ts'

/** Answers to one question about different KPIs → one answer. What is missing in it failed. */
export function mergeAnswers(answers: readonly Answer[]): Answer | null {
  const [first, ...others] = answers
  if (!first) return null
  const rows = new Map(first.rows.map((row) => [String(row.period), { ...row }]))
  for (const other of others) for (const row of other.rows) rows.set(String(row.period), { ...rows.get(String(row.period)), ...row })
  return {
    ...first,
    columns: answers.flatMap(({ columns }) => columns),
    rows: [...rows.values()],
    total: Object.assign({}, ...answers.map(({ total }) => total)),
    notes: first.notes,
  }
}
