// Takes every record of a source out for good, without tombstones: sent again, the same records are new.
import { recordKinds } from '../contract/records/kinds.ts'
import type { Warehouse } from './client.ts'
import { localName, onCluster } from './ddl.ts'
import { recordTable } from './records.ts'

/** Records of a source by kind, without those deleted. */
export async function countRecords(warehouse: Warehouse, { ws, source }: { ws: number; source: string }): Promise<Record<string, number>> {
  const selects = recordKinds.map(
    ({ name }) =>
      `SELECT '${name}' AS kind, count() AS n FROM ${recordTable(name)} FINAL WHERE ws = {ws:UInt32} AND source = {source:String}`,
  )
  const rows = await warehouse.query<{ kind: string; n: string }>(selects.join(' UNION ALL '), { params: { ws, source } })
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, Number(n)] as const).filter(([, n]) => n > 0))
}

/** Resolves when the rows are gone. Facts are derived by the caller. */
export async function eraseRecords(warehouse: Warehouse, { ws, source }: { ws: number; source: string }): Promise<void> {
  for (const table of [...recordKinds.map(({ name }) => recordTable(name)), 'ids']) {
    const name = `${localName(table, warehouse.topology)}${onCluster(warehouse.topology)}`
    await warehouse.command(`ALTER TABLE ${name} DELETE WHERE ws = {ws:UInt32} AND source = {source:String}`, {
      params: { ws, source },
      settings: { mutations_sync: 2 },
    })
  }
}
