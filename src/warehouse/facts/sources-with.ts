// Which sources have living records of a kind. Cheap on millions of rows: only a source with deleted records is looked into.
import type { Warehouse } from '../client.ts'
import { recordTable } from '../records.ts'
import { quote } from './context.ts'

export async function sourcesWith(warehouse: Warehouse, ws: number, kind: string): Promise<string[]> {
  const found = await warehouse.query<{ source: string; some_deleted: number }>(
    `SELECT toString(source) AS source, max(is_deleted) AS some_deleted FROM ${recordTable(kind)} WHERE ws = ${ws} AND source != '' GROUP BY source ORDER BY source`,
  )
  const living: string[] = []
  for (const { source, some_deleted } of found) {
    if (some_deleted === 0 || (await hasLiving(warehouse, ws, kind, source))) living.push(source)
  }
  return living
}

async function hasLiving(warehouse: Warehouse, ws: number, kind: string, source: string): Promise<boolean> {
  const rows = await warehouse.query(`SELECT 1 FROM ${recordTable(kind)} FINAL WHERE ws = ${ws} AND source = ${quote(source)} LIMIT 1`)
  return rows.length > 0
}
