// Replaces what a workspace has in a small table: the new rows go in first, then the rows of older versions are struck out.
import type { Warehouse } from '../client.ts'

export type Replacement = {
  table: string
  ws: number
  /** The columns of the sorting key, without ws. */
  keys: readonly string[]
  version: string
}

export async function replaceRows(warehouse: Warehouse, { table, ws, keys, version }: Replacement, rows: Iterable<object>): Promise<void> {
  const versioned = function* () {
    for (const row of rows) yield { ws, ...row, version }
  }
  await warehouse.insertRows(table, versioned())
  await strikeOlder(warehouse, { table, ws, keys, version })
}

export async function strikeOlder(warehouse: Warehouse, { table, ws, keys, version }: Replacement): Promise<void> {
  const list = keys.join(', ')
  await warehouse.command(
    `INSERT INTO ${table} (ws, ${list}, version, is_deleted)
     SELECT ws, ${list}, ${version}, 1 FROM ${table} FINAL WHERE ws = ${ws} AND version < ${version}`,
  )
}
