// One writer of records per workspace and one sync per source, among all processes that share the store.
import { type RawBuilder, sql } from 'kysely'
import { AppError } from '../contract/errors.ts'
import type { StoreDb } from './client.ts'

const LOCK_CLASS = 7_862

const SYNC_LOCK_CLASS = 7_863

/** Runs `work` while nobody else writes records of this workspace; busy when somebody does. A dead process holds nothing. */
export async function withWriterLock<T>(db: StoreDb, ws: number, work: () => Promise<T>): Promise<T> {
  const taken = 'Another import into this workspace is running'
  return withLock(db, sql`${LOCK_CLASS}::int, ${ws}::int`, taken, work)
}

/** The same for a sync of one source. */
export async function withSyncLock<T>(db: StoreDb, { ws, source }: { ws: number; source: string }, work: () => Promise<T>): Promise<T> {
  return withLock(db, sql`${SYNC_LOCK_CLASS}::int, hashtext(${`${ws} ${source}`})`, `Another sync of ${source} is running`, work)
}

/** Sources of a workspace that are being synced now, by whatever process. */
export async function listSyncing(db: StoreDb, ws: number, sources: readonly string[]): Promise<string[]> {
  if (sources.length === 0) return []
  const { rows } = await sql<{ source: string }>`
    select source from unnest(${[...sources]}::text[]) as source
    where exists (select 1 from pg_locks where locktype = 'advisory' and granted and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
      and classid = ${SYNC_LOCK_CLASS} and objid = (hashtext(${String(ws)} || ' ' || source)::bigint & 4294967295)::oid)`.execute(db)
  return rows.map(({ source }) => source)
}

async function withLock<T>(db: StoreDb, key: RawBuilder<unknown>, taken: string, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const held = await sql<{ held: boolean }>`select pg_try_advisory_lock(${key}) as held`.execute(connection)
    if (!held.rows[0]?.held) throw new AppError('busy', taken, { hint: 'Wait until it has ended, then try again' })
    const [done] = await Promise.allSettled([work()])
    await sql`select pg_advisory_unlock(${key})`.execute(connection)
    if (done.status === 'rejected') throw done.reason
    return done.value
  })
}
