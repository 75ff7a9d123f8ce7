// The systems records come from, one row per source name of a workspace.

import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

export type Source = {
  id: string
  /** What it is: `files`, `api`, or the name of a system. */
  kind: string
  createdAt: Date
  lastRecordAt: Date | null
  /** Per record kind, the first day from which nothing is missing, as the source itself shows it; a workspace setting beats it. */
  completeFrom: Readonly<Record<string, string>>
}

/** Makes the source when it is new; an existing one keeps its kind. */
export async function ensureSource(db: StoreDb, ws: number, source: { id: string; kind: string; createdAt: Date }): Promise<Source> {
  const { id, kind, createdAt } = source
  await db
    .insertInto('sources')
    .values({ ws, id, kind, created_at: createdAt, complete_from: '{}' })
    .onConflict((conflict) => conflict.columns(['ws', 'id']).doNothing())
    .execute()
  const row = await db.selectFrom('sources').selectAll().where('ws', '=', ws).where('id', '=', id).executeTakeFirstOrThrow()
  return toSource(row)
}

export async function listSources(db: StoreDb, ws: number): Promise<Source[]> {
  const rows = await db.selectFrom('sources').selectAll().where('ws', '=', ws).orderBy('id').execute()
  return rows.map(toSource)
}

/** Notes that records arrived. An earlier moment than the one noted changes nothing. */
export async function noteRecords(db: StoreDb, ws: number, id: string, at: Date): Promise<void> {
  await db
    .updateTable('sources')
    .set({ last_record_at: at })
    .where('ws', '=', ws)
    .where('id', '=', id)
    .where((is) => is.or([is('last_record_at', 'is', null), is('last_record_at', '<', at)]))
    .execute()
}

/** Replaces the days the source shows. */
export async function putCompleteFrom(db: StoreDb, ws: number, id: string, days: Readonly<Record<string, string>>): Promise<void> {
  await db
    .updateTable('sources')
    .set({ complete_from: JSON.stringify(days) })
    .where('ws', '=', ws)
    .where('id', '=', id)
    .execute()
}

export async function removeSource(db: StoreDb, ws: number, id: string): Promise<void> {
  await db.deleteFrom('sources').where('ws', '=', ws).where('id', '=', id).execute()
}

function toSource(row: Selectable<Tables['sources']>): Source {
  return { id: row.id, kind: row.kind, createdAt: row.created_at, lastRecordAt: row.last_record_at, completeFrom: row.complete_from }
}
