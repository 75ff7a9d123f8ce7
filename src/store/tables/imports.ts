// The diary of imports. One without an end was killed or is still running.

import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { ImportedFile, Tables } from '../tables.ts'

export type ImportRun = {
  id: number
  source: string
  startedAt: Date
  finishedAt: Date | null
  files: readonly ImportedFile[]
  seconds: number | null
}

const LISTED_MAX = 1000

/** Notes the beginning; returns the id for `finishImport`. */
export async function startImport(db: StoreDb, ws: number, { source, startedAt }: { source: string; startedAt: Date }): Promise<number> {
  const row = await db.insertInto('imports').values({ ws, source, started_at: startedAt }).returning('id').executeTakeFirstOrThrow()
  return row.id
}

export async function finishImport(
  db: StoreDb,
  id: number,
  { finishedAt, files, seconds }: { finishedAt: Date; files: readonly ImportedFile[]; seconds: number },
): Promise<void> {
  await db
    .updateTable('imports')
    .set({ finished_at: finishedAt, files: JSON.stringify(files), seconds })
    .where('id', '=', id)
    .execute()
}

/** The latest first. */
export async function listImports(db: StoreDb, ws: number, { offset = 0, limit = 100 } = {}): Promise<ImportRun[]> {
  const all = db.selectFrom('imports').selectAll().where('ws', '=', ws).orderBy('id', 'desc')
  const rows = await all.offset(offset).limit(Math.min(limit, LISTED_MAX)).execute()
  return rows.map(toImportRun)
}

function toImportRun(row: Selectable<Tables['imports']>): ImportRun {
  return { id: row.id, source: row.source, startedAt: row.started_at, finishedAt: row.finished_at, files: row.files, seconds: row.seconds }
}
