// One writer of records per workspace, among all processes that share the store.
import { sql } from 'kysely'
import { AppError } from '../contract/errors.ts'
import type { StoreDb } from './client.ts'

const LOCK_CLASS = 7_862

/** Runs `work` while nobody else writes records of this workspace; busy when somebody does. A dead process holds nothing. */
export async function withWriterLock<T>(db: StoreDb, ws: number, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const held = await sql<{ held: boolean }>`select pg_try_advisory_lock(${LOCK_CLASS}, ${ws}) as held`.execute(connection)
    if (!held.rows[0]?.held)
      throw new AppError('busy', 'Another import into this workspace is running', { hint: 'Wait until it has ended, then try again' })
    const [done] = await Promise.allSettled([work()])
    await sql`select pg_advisory_unlock(${LOCK_CLASS}, ${ws})`.execute(connection)
    if (done.status === 'rejected') throw done.reason
    return done.value
  })
}
