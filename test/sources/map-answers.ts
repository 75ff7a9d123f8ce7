// Maps answers written down in a test, without an engine: records by kind, and what was refused.
import type { Known } from '../../src/sources/source.ts'
import { findSource } from '../../src/sources/systems.ts'

type Records = Record<string, Record<string, unknown>[]>

/** `answers`: pairs of a path (null: the body says what it is) and a body. */
export function mapAnswers(system: string, answers: readonly (readonly [string | null, unknown])[], known: Known = {}) {
  const given = answers.map(([path, body], at) => ({ file: 'raw.ndjson', line: at + 1, path, body }))
  const { records, refused } = findSource(system)!.map(given, known)
  const kinds = Map.groupBy(records, ({ kind }) => kind)
  const byKind: Records = Object.fromEntries([...kinds].map(([kind, list]) => [kind, list.map(({ values }) => ({ ...values }))]))
  const shown = refused.map(({ kind, column, value, reason, row }) => ({ kind, line: row.line, column, value, reason, raw: row.raw }))
  return { ...byKind, refused: shown } as Records & { refused: typeof shown }
}
