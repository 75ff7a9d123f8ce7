// Systems that are read by themselves, one row per source. The secret stands here sealed; its key does not.
import type { Selectable } from 'kysely'
import type { StoreDb } from '../client.ts'
import type { SourceRight, SyncCounts, Tables } from '../tables.ts'

export type Connection = {
  ws: number
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
  errorAt: Date | null
  account: string | null
  /** Null: the system does not tell. */
  rights: readonly SourceRight[] | null
  everyMinutes: number
  pausedAt: Date | null
  /** When the last sync began. */
  startedAt: Date | null
  /** Syncs that failed since the last good one. */
  failures: number
  /** Of the last sync, or the one that runs. */
  progress: SyncCounts | null
}

type Made = Pick<Connection, 'source' | 'system' | 'address' | 'secret' | 'createdAt' | 'account' | 'rights'>

/** Makes or renews a connection. The place of the sync stays when it is the same account. */
export async function putConnection(db: StoreDb, ws: number, made: Made): Promise<void> {
  const { source, system, address, secret, createdAt, account, rights } = made
  const before = await findConnection(db, ws, source)
  const isSame = before?.system === system && before.address === address
  const state = JSON.stringify(isSame ? before.state : {})
  const fresh = isSame ? {} : { synced_at: null, complete_from: null, progress: null }
  const healed = { error: null, error_at: null, failures: 0, started_at: null, paused_at: null }
  const kept = { system, address, secret, state, account, rights: rights === null ? null : JSON.stringify(rights), ...healed, ...fresh }
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

/** Of every workspace, those that are not paused. */
export async function listRunning(db: StoreDb): Promise<(Connection & { workspace: string })[]> {
  const rows = await db
    .selectFrom('connections')
    .innerJoin('workspaces', 'workspaces.num', 'connections.ws')
    .selectAll('connections')
    .select('workspaces.id as workspace')
    .where('paused_at', 'is', null)
    .orderBy('ws')
    .orderBy('source')
    .execute()
  return rows.map((row) => ({ ...toConnection(row), workspace: row.workspace }))
}

export type Progress = Partial<
  Pick<
    Connection,
    | 'state'
    | 'completeFrom'
    | 'syncedAt'
    | 'error'
    | 'errorAt'
    | 'everyMinutes'
    | 'pausedAt'
    | 'startedAt'
    | 'failures'
    | 'progress'
    | 'rights'
  >
>

/** Notes what is given and leaves the rest. False: there is no such connection. */
export async function noteProgress(db: StoreDb, ws: number, source: string, given: Progress): Promise<boolean> {
  const json = (value: object | null | undefined) => (value === undefined || value === null ? value : JSON.stringify(value))
  const columns = {
    state: json(given.state) ?? undefined,
    complete_from: given.completeFrom,
    synced_at: given.syncedAt,
    error: given.error,
    error_at: given.errorAt,
    every_minutes: given.everyMinutes,
    paused_at: given.pausedAt,
    started_at: given.startedAt,
    failures: given.failures,
    progress: json(given.progress),
    rights: json(given.rights as object | null | undefined),
  }
  const set = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  const done = await db.updateTable('connections').set(set).where('ws', '=', ws).where('source', '=', source).executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** A token that was renewed, sealed, in place of the one before, unless somebody connected anew meanwhile. */
export async function keepSecret(
  db: StoreDb,
  ws: number,
  source: string,
  { before, secret }: { before: string; secret: string },
): Promise<void> {
  await db
    .updateTable('connections')
    .set({ secret })
    .where('ws', '=', ws)
    .where('source', '=', source)
    .where('secret', '=', before)
    .execute()
}

/** False: there was none. */
export async function removeConnection(db: StoreDb, ws: number, source: string): Promise<boolean> {
  const done = await db.deleteFrom('connections').where('ws', '=', ws).where('source', '=', source).executeTakeFirst()
  return done.numDeletedRows > 0n
}

function toConnection(row: Selectable<Tables['connections']>): Connection {
  const { ws, source, system, address, secret, state, error, account, rights, failures, progress } = row
  return {
    ...{ ws, source, system, address, secret, state, error, account, rights, failures, progress },
    createdAt: row.created_at,
    syncedAt: row.synced_at,
    completeFrom: row.complete_from,
    errorAt: row.error_at,
    everyMinutes: row.every_minutes,
    pausedAt: row.paused_at,
    startedAt: row.started_at,
  }
}
