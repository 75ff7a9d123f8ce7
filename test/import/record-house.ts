// An engine with the tables of records, for the tests of the import; every test takes a workspace of its own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mapping } from '../../src/contract/mapping.ts'
import { openFiles } from '../../src/sources/files/open-files.ts'
import { connectWarehouse, type Warehouse } from '../../src/warehouse/client.ts'
import { startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'
import { type Ingested, ingest } from '../../src/warehouse/ingest/ingest.ts'
import { ingestTable, type TableResult } from '../../src/warehouse/ingest/ingest-table.ts'
import { openRun } from '../../src/warehouse/ingest/runs.ts'
import { ingestTables } from '../../src/warehouse/ingest/tables.ts'
import { migrate } from '../../src/warehouse/migrate.ts'
import { recordTables } from '../../src/warehouse/records.ts'

export const nowMs = Date.UTC(2026, 10, 21, 10)

export type Workspace = {
  ws: number
  /** As a request sends them. */
  send: (records: Record<string, unknown[]>, more?: { source?: string; sources?: string[]; zone?: string }) => Promise<Ingested>
  /** As `rumb import` takes them. */
  take: (paths: string[], mapping?: Mapping, zone?: string) => Promise<(TableResult & { file: string | null; kind: string })[]>
  rows: <T = Record<string, unknown>>(kind: string, columns: string, where?: string) => Promise<T[]>
}

export type RecordHouse = {
  warehouse: Warehouse
  directory: string
  workspace: () => Workspace
  /** Writes a file and returns its path. */
  file: (name: string, content: string | Uint8Array) => Promise<string>
  stop: () => Promise<void>
}

export async function openRecordHouse(): Promise<RecordHouse> {
  const directory = await mkdtemp(join(tmpdir(), 'rumb-records-'))
  const engine = await startEmbedded({ dataDir: join(directory, 'engine') })
  const warehouse = connectWarehouse(engine)
  await migrate(warehouse, [...recordTables, ...ingestTables])
  let last = 0
  const workspace = (): Workspace => {
    last += 1
    const ws = last
    return {
      ws,
      send: (records, { source = 'crm', sources = [], zone = 'Europe/Kyiv' } = {}) =>
        ingest(warehouse, { ws, source, sources, zone, records, nowMs }),
      take: async (paths, mapping, zone = 'Europe/Kyiv') => {
        const files = await openFiles(paths, mapping)
        const run = await openRun(warehouse, ws, nowMs)
        const taken: (TableResult & { file: string | null; kind: string })[] = []
        for (const [part, table] of files.tables.entries()) {
          const result = await ingestTable(warehouse, { ws, source: 'crm', sources: [], zone }, { run, part }, table)
          taken.push({ file: table.file, kind: table.kind, ...result })
        }
        await files.close()
        return taken
      },
      rows: (kind, columns, where = '1') =>
        warehouse.query(`SELECT ${columns} FROM rec_${kind} FINAL WHERE ws = ${ws} AND (${where}) ORDER BY id`),
    }
  }
  return {
    warehouse,
    directory,
    workspace,
    file: async (name, content) => {
      const path = join(await mkdtemp(join(directory, 'file-')), name)
      await writeFile(path, content)
      return path
    },
    stop: async () => {
      await warehouse.close()
      await engine.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
