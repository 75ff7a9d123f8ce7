// Systems that are read by themselves, one row per source. The secret stands here sealed; its key does not.
import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

export type Connection = {
  source: string
  system: string
  address: string
  secret: string
  /** Where the next sync goes on, in the words of the system. */
  state: Readonly<Record<string, unknown>>
  createdAt: Date
  syncedAt: Date | null
  /** While the past is still fetched: everything since then is in. */
  completeFrom: Date | null
  error: string | null
}

/** Makes or renews a connection. The place of the sync stays when it is the same account. */
export async function putConnection(
  db: StoreDb,
  ws: number,
  { source, system, address, secret, createdAt }: Pick<Connection, 'source' | 'system' | 'address' | 'secret' | 'createdAt'>,
): Promise<void> {
  const before = await findConnection(db, ws, source)
  const isSame = before?.system === system && before.address === address
  const state = JSON.stringify(isSame ? before.state : {})
  const kept = { system, address, secret, state, error: null, error_at: null, ...(isSame ? {} : { synced_at: null, complete_from: null }) }
  await db
    .insertInto('connections')
    .values({ ws, source, created_at: createdAt, ...kept })
    .onConflict((conflict) => conflict.columns(['ws', 'source']).doUpdateSet(kept))
    .execute()
}

export async function findConnection(db: StoreDb, ws: number, source: string): Promise<Connection | null> {
  const row = await db.selectFrom('connections').selectAll().where('ws', '=', ws).where('source', '=', source).executeTakeFirst()
  return row === undefined ? null : toConnection(row)
}

export async function listConnections(db: StoreDb, ws: number): Promise<Connection[]> {
  const rows = await db.selectFrom('connections').selectAll().where('ws', '=', ws).orderBy('source').execute()
  return rows.map(toConnection)
}

type Progress = { state?: Connection['state']; completeFrom?: Date | null; syncedAt?: Date; error?: string | null; errorAt?: Date | null }

export async function noteProgress(db: StoreDb, ws: number, source: string, progress: Progress): Promise<void> {
  const { state, completeFrom, syncedAt, error, errorAt } = progress
  await db
    .updateTable('connections')
    .set({
      ...(state === undefined ? {} : { state: JSON.stringify(state) }),
      ...(completeFrom === undefined ? {} : { complete_from: completeFrom }),
      ...(syncedAt === undefined ? {} : { synced_at: syncedAt }),
      ...(error === undefined ? {} : { error, error_at: errorAt ?? null }),
    })
    .where('ws', '=', ws)
    .where('source', '=', source)
    .execute()
}

/** A token that was renewed, sealed, in place of the one before. */
export async function keepSecret(db: StoreDb, ws: number, source: string, secret: string): Promise<void> {
  await db.updateTable('connections').set({ secret }).where('ws', '=', ws).where('source', '=', source).execute()
}

/** False: there was none. */
export async function removeConnection(db: StoreDb, ws: number, source: string): Promise<boolean> {
  const done = await db.deleteFrom('connections').where('ws', '=', ws).where('source', '=', source).executeTakeFirst()
  return done.numDeletedRows > 0n
}

function toConnection(row: Selectable<Tables['connections']>): Connection {
  const { source, system, address, secret, state, error } = row
  return {
    source,
    system,
    address,
    secret,
    state,
    createdAt: row.created_at,
    syncedAt: row.synced_at,
    completeFrom: row.complete_from,
    error,
  }
}
