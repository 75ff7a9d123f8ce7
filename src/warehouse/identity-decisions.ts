// Lays the decisions of people about who is one beside the records, and marks what a new one changes.
import type { Warehouse } from './client.ts'
import { replaceRows } from './facts/replace-rows.ts'
import { openRun } from './ingest/runs.ts'

type Decision = { kind: string; a: string; b: string; verdict: string }

const IDS_AT_ONCE = 500

/** Key of each record named `source:id`. */
async function keysOf(warehouse: Warehouse, ids: readonly string[]): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const rows = await warehouse.query<{ id: string; k: string }>(
      'SELECT id, toString(cityHash64(id)) AS k FROM (SELECT arrayJoin({ids:Array(String)}) AS id)',
      { params: { ids: ids.slice(at, at + IDS_AT_ONCE) } },
    )
    for (const { id, k } of rows) keys.set(id, k)
  }
  return keys
}

export async function writeDecisions(
  warehouse: Warehouse,
  { ws, version }: { ws: number; version: string },
  decisions: readonly Decision[],
): Promise<void> {
  const keys = await keysOf(warehouse, [...new Set(decisions.flatMap(({ a, b }) => [a, b]))])
  const end = (id: string) => ({ k: BigInt(keys.get(id) ?? '0'), source: id.slice(0, id.indexOf(':')) })
  const rows = decisions.map(({ kind, a, b, verdict }) => {
    const [x, y] = [end(a), end(b)]
    const [low, high] = x.k < y.k ? [x, y] : [y, x]
    return { kind, a: String(low.k), b: String(high.k), source_a: low.source, source_b: high.source, verdict, is_deleted: 0 }
  })
  await replaceRows(warehouse, { table: 'identity_decisions', ws, keys: ['kind', 'a', 'b'], version }, rows)
}

/** As if these records had changed: the next derivation judges their pairs anew. */
export async function markDecided(
  warehouse: Warehouse,
  { ws, nowMs, kind, ids }: { ws: number; nowMs: number; kind: string; ids: readonly string[] },
): Promise<void> {
  const run = await openRun(warehouse, ws, nowMs)
  const keys = await keysOf(warehouse, ids)
  await warehouse.insertRows(
    'changed',
    [...keys.values()].map((k) => ({ ws, run, kind, k, own: 1 })),
  )
}
