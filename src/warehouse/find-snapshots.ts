// Cards of a source as they are stored: what a newer state of them is compared with, and which of them are there at all.
import type { Warehouse } from './client.ts'

export type StoredCard = { id: string; owner: string | null; amount: string | null; updatedAt: string | null; hasOwners: boolean }
type Where = { ws: number; source: string }

const entities = { deals: 'deal', leads: 'lead', contacts: 'contact', companies: 'company' } as const

/** Records of a kind among these ids. */
export async function findSnapshots(
  warehouse: Warehouse,
  { ws, source, kind, ids }: Where & { kind: keyof typeof entities; ids: readonly string[] },
): Promise<StoredCard[]> {
  const entity = entities[kind]
  const rows = await warehouse.query<{ id: string; owner: string; amount: string | null; updated: string | null; owners: number }>(
    `SELECT id, substring(owner_id_text, position(owner_id_text, ':') + 1) AS owner, ${kind === 'deals' ? 'toString(amount)' : 'NULL'} AS amount,
      toString(toUnixTimestamp64Milli(updated_at)) AS updated,
      k IN (SELECT entity_id FROM rec_owner_changes FINAL WHERE ws = {ws:UInt32} AND entity = '${entity}' AND source = {source:String}) AS owners
    FROM rec_${kind} FINAL
    WHERE ws = {ws:UInt32} AND source = {source:String} AND k IN (SELECT cityHash64(concat({source:String}, ':', arrayJoin({ids:Array(String)}))))`,
    { params: { ws, source, ids } },
  )
  return rows.map(({ id, owner, amount, updated, owners }) => ({
    ...{ id, owner: owner === '' ? null : owner, amount, hasOwners: Number(owners) === 1 },
    updatedAt: updated === null ? null : new Date(Number(updated)).toISOString(),
  }))
}

/** Ids of a kind, those a system counts by numbers. */
export async function findNumberedIds(warehouse: Warehouse, { ws, source, kind }: Where & { kind: string }): Promise<string[]> {
  const rows = await warehouse.query<{ id: string }>(
    `SELECT id FROM rec_${kind} FINAL WHERE ws = {ws:UInt32} AND source = {source:String} AND match(id, '^[0-9]+$')`,
    { params: { ws, source } },
  )
  return rows.map(({ id }) => id)
}
