// Leaves out of the parts of a sync what an earlier part has told already: people, pipelines and stages stand beside each part, so that
// it can be understood, and are taken in only when they are new or other than before.
import type { Mapped } from '../sources/source.ts'

/** Few rows, told again with each part. */
const repeated = new Set(['people', 'teams', 'memberships', 'pipelines', 'stages', 'lost_reasons'])

/** For one run: it remembers what it let through last. */
export function skipRepeated(): (mapped: Mapped) => Mapped {
  const told = new Map<string, string>()
  const isNew = (kind: string, id: unknown, values: unknown) => {
    if (!repeated.has(kind)) return true
    const text = JSON.stringify(values)
    const name = `${kind} ${id ?? text}`
    const before = told.get(name)
    told.set(name, text)
    return before !== text
  }
  return ({ records, refused }) => ({
    records: records.filter(({ kind, values }) => isNew(kind, values.id, values)),
    refused: refused.filter(({ kind, column, row }) => isNew(kind ?? '', undefined, [column, row.raw])),
  })
}
