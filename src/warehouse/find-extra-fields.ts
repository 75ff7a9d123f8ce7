// Fields that came with the cards of a source beside its columns, with how many cards have them filled.
import { FIELD_KINDS } from '../contract/field-targets.ts'
import type { Warehouse } from './client.ts'
import { recordTable } from './records.ts'

export type ExtraField = { source: string; kind: string; name: string; filled: number }

const FIELDS_MAX = 2000

/** Those filled most first. */
export async function findExtraFields(warehouse: Warehouse, ws: number, sources: readonly string[]): Promise<ExtraField[]> {
  const of = (kind: string) =>
    `SELECT toString(source) AS source, '${kind}' AS kind, toString(name) AS name, count() AS filled FROM ${recordTable(kind)} FINAL
     ARRAY JOIN mapKeys(extra) AS name WHERE ws = {ws:UInt32} AND source IN {sources:Array(String)} GROUP BY source, name`
  const rows = await warehouse.query<{ source: string; kind: string; name: string; filled: string }>(
    `SELECT * FROM (${FIELD_KINDS.map(of).join(' UNION ALL ')}) ORDER BY filled DESC, name LIMIT ${FIELDS_MAX}`,
    { params: { ws, sources } },
  )
  return rows.map(({ filled, ...about }) => ({ ...about, filled: Number(filled) }))
}
