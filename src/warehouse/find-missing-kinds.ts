// Kinds of records of which a workspace has none: what rests on them is not shown as if it were nothing.
import type { Warehouse } from './client.ts'
import { recordTable } from './records.ts'

/** Leads are there too when the cards of a one-card source yield them. */
export async function findMissingKinds(warehouse: Warehouse, ws: number, kinds: readonly string[]): Promise<string[]> {
  if (kinds.length === 0) return []
  const some = (table: string) => `exists(SELECT 1 FROM ${table} WHERE ws = ${ws} AND is_deleted = 0 LIMIT 1)`
  const asked = kinds.map((kind) => `${some(recordTable(kind))}${kind === 'leads' ? ` OR ${some('fact_leads')}` : ''} AS ${kind}`)
  const [row] = await warehouse.query<Record<string, number>>(`SELECT ${asked.join(', ')}`)
  return kinds.filter((kind) => Number(row?.[kind] ?? 0) === 0)
}
