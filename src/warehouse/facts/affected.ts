// The keys a derivation has to look at, by kind. A few are kept here and stand in the statements as they are, which saves every
// statement the planning of a subquery per condition; many stand in the table `affected` and are read from there.
import type { Warehouse } from '../client.ts'

/** More keys of one kind than this make statements longer than the subqueries they spare. */
export const KEYS_MAX = 48

export type Affected = {
  readonly ws: number
  readonly run: string
  /** Are there keys of this kind. */
  has: (kind: string) => boolean
  /** What a column of keys is compared with: `k IN ${keys('leads')}`. */
  keys: (kind: string) => string
  /** The keys themselves; null when they are many. */
  few: (kind: string) => readonly string[] | null
  /** Adds keys that are known already; false when they would be too many, and nothing was added. */
  keep: (kind: string, keys: readonly string[]) => boolean
  /** Adds the keys of a SELECT with the columns kind, k; 0 is no key. */
  add: (select: string) => Promise<void>
}

/**
 * SELECT of kind, k from a SELECT of one column.
 * TRICKY (ClickHouse): an alias hides a column of its name in the conditions of the same SELECT, hence the names outside.
 */
export const keysAs = (kind: string, select: string) => `SELECT '${kind}' AS kind, one AS k FROM (${select}) AS keys (one)`

const nothing = '(SELECT toUInt64(0) WHERE 0)'

export function openAffected(warehouse: Warehouse, ws: number, run: string): Affected {
  const kept = new Map<string, Set<string>>()
  const stored = new Set<string>()
  const literal = (kind: string) => `'${kind}'`
  const few = (kind: string) => (stored.has(kind) ? null : [...(kept.get(kind) ?? [])])

  async function store(kinds: readonly string[], select: string): Promise<void> {
    await warehouse.command(
      `INSERT INTO affected (ws, run, kind, k) SELECT DISTINCT ${ws}, ${run}, kind, k FROM (${select}) AS found (kind, k) WHERE k != 0 AND kind IN (${kinds.map(literal).join(', ')})`,
    )
    const moved = kinds.flatMap((kind) => [...(kept.get(kind) ?? [])].map((k) => ({ ws, run, kind, k })))
    if (moved.length > 0) await warehouse.insertRows('affected', moved)
    for (const kind of kinds) {
      stored.add(kind)
      kept.delete(kind)
    }
  }

  async function add(select: string): Promise<void> {
    const found = await warehouse.query<{ kind: string; some: string[] }>(
      `SELECT kind, groupArray(${KEYS_MAX + 1})(k) AS some FROM (SELECT DISTINCT toString(kind) AS kind, k FROM (${select}) AS found (kind, k) WHERE k != 0) GROUP BY kind`,
    )
    const many: string[] = []
    for (const { kind, some } of found) {
      const all = new Set([...(kept.get(kind) ?? []), ...some])
      if (stored.has(kind) || all.size > KEYS_MAX) many.push(kind)
      else kept.set(kind, all)
    }
    if (many.length > 0) await store(many, select)
  }

  function keep(kind: string, keys: readonly string[]): boolean {
    const all = new Set([...(kept.get(kind) ?? []), ...keys])
    if (stored.has(kind) || all.size > KEYS_MAX) return false
    if (all.size > 0) kept.set(kind, all)
    return true
  }

  return {
    ws,
    run,
    few,
    keep,
    add,
    has: (kind) => stored.has(kind) || kept.has(kind),
    keys: (kind) => {
      if (stored.has(kind)) return `(SELECT k FROM affected WHERE ws = ${ws} AND run = ${run} AND kind = ${literal(kind)})`
      const keys = kept.get(kind)
      return keys === undefined ? nothing : `(${[...keys].join(', ')})`
    },
  }
}
