// An engine with the tables of records and of what facts are derived with, for tests of the small inputs of the facts.
import { parseSettings, type Settings } from '../../src/contract/settings.ts'
import type { Warehouse } from '../../src/warehouse/client.ts'
import { createBusinessDictionary } from '../../src/warehouse/facts/business-dictionary.ts'
import { factTables, workTables } from '../../src/warehouse/facts/tables.ts'
import { ingest } from '../../src/warehouse/ingest/ingest.ts'
import { ingestTables } from '../../src/warehouse/ingest/tables.ts'
import { migrate } from '../../src/warehouse/migrate.ts'
import { recordTables } from '../../src/warehouse/records.ts'
import { startTwin, type TwinKind } from './warehouse-twins.ts'

export type RecordHouse = {
  warehouse: Warehouse
  /** Records of source `crm`, or another, into a workspace; times without offset are in Kyiv. */
  take(ws: number, records: Readonly<Record<string, readonly unknown[]>>, source?: string): Promise<void>
  /** `source:id` by key, of these ids. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  stop(): Promise<void>
}

const tables = [...recordTables, ...ingestTables, ...workTables, ...factTables]

export async function openRecordHouse(kind: TwinKind = 'embedded'): Promise<RecordHouse> {
  const { warehouse, stop } = await startTwin(kind, tables)
  await migrate(warehouse, tables)
  await createBusinessDictionary(warehouse)
  let nowMs = Date.parse('2026-06-01T00:00:00Z')
  return {
    warehouse,
    take: async (ws, records, source = 'crm') => {
      nowMs += 1000
      await ingest(warehouse, { ws, source, sources: ['crm', 'pbx'], zone: 'Europe/Kyiv', records, nowMs })
    },
    names: async (ids) => {
      const rows = await warehouse.query<{ k: string; id: string }>(
        'SELECT cityHash64(id) AS k, id FROM (SELECT arrayJoin({ids:Array(String)}) AS id)',
        {
          params: { ids },
        },
      )
      return new Map([['0', '-'], ...rows.map(({ k, id }) => [k, id] as const)])
    },
    stop,
  }
}

/** What the writers of the small inputs are given. */
export const givenFor = (ws: number, settings: Readonly<Record<string, unknown>> = {}, version = '16') => ({
  ws,
  settings: parseSettings(settings) as Settings,
  version,
  now: new Date('2026-06-01T00:00:00Z'),
})
