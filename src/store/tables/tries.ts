// How often something was tried within a window of time, by a name the caller gives: what limits guessing.

import { sql } from 'kysely'
import type { StoreDb } from '../client.ts'

export type Tried = { count: number; since: Date }

/** Counts one more; a window that has passed begins anew. Sweeps what nobody tries any more. */
export async function countTry(db: StoreDb, what: string, now: Date, windowMs: number): Promise<Tried> {
  const begin = new Date(now.getTime() - windowMs)
  const row = await db
    .insertInto('tries')
    .values({ what, since: now, count: 1 })
    .onConflict((conflict) =>
      conflict.column('what').doUpdateSet({
        count: sql<number>`case when tries.since <= ${begin} then 1 else tries.count + 1 end`,
        since: sql<Date>`case when tries.since <= ${begin} then ${now} else tries.since end`,
      }),
    )
    .returning(['count', 'since'])
    .executeTakeFirstOrThrow()
  if (row.count === 1) await db.deleteFrom('tries').where('since', '<=', begin).execute()
  return row
}

/** One try less: it was no guess. */
export async function uncountTry(db: StoreDb, what: string): Promise<void> {
  await db
    .updateTable('tries')
    .set((of) => ({ count: of('count', '-', 1) }))
    .where('what', '=', what)
    .where('count', '>', 0)
    .execute()
}

export async function forgetTries(db: StoreDb, what: string): Promise<void> {
  await db.deleteFrom('tries').where('what', '=', what).execute()
}
