// KPIs a company makes itself, as they were written. Every change is a new version; a removed one can be brought back.
import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

export type OwnKpiRow = { id: string; version: number; source: string; changedAt: Date; changedBy: string }

const toRow = (row: Selectable<Tables['own_kpis']>): OwnKpiRow => ({
  ...{ id: row.id, version: row.version, source: row.source },
  ...{ changedAt: row.changed_at, changedBy: row.changed_by },
})

/** The newest version of each that is not removed. */
export async function listOwnKpis(db: StoreDb, ws: number): Promise<OwnKpiRow[]> {
  const rows = await db
    .selectFrom('own_kpis')
    .selectAll()
    .distinctOn('id')
    .where('ws', '=', ws)
    .orderBy('id')
    .orderBy('version', 'desc')
    .execute()
  return rows.filter(({ removed_at: removed }) => removed === null).map(toRow)
}

type Written = { id: string; source: string; at: Date; by: string }

/** The version it became. */
export async function putOwnKpi(db: StoreDb, ws: number, { id, source, at, by }: Written): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const newest = await tx
      .selectFrom('own_kpis')
      .select('version')
      .where('ws', '=', ws)
      .where('id', '=', id)
      .orderBy('version', 'desc')
      .forUpdate()
      .executeTakeFirst()
    const version = (newest?.version ?? 0) + 1
    await tx.insertInto('own_kpis').values({ ws, id, version, source, changed_at: at, changed_by: by, removed_at: null }).execute()
    return version
  })
}

/** `at` null brings it back. Was there one? */
export async function markOwnKpiRemoved(db: StoreDb, ws: number, id: string, at: Date | null): Promise<boolean> {
  const newest = db
    .selectFrom('own_kpis')
    .select((column) => column.fn.max('version').as('newest'))
    .where('ws', '=', ws)
    .where('id', '=', id)
  const changed = await db
    .updateTable('own_kpis')
    .set({ removed_at: at })
    .where('ws', '=', ws)
    .where('id', '=', id)
    .where('version', '=', newest)
    .where('removed_at', at === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}
