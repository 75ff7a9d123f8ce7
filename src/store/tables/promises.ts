// Deals the head marked as promised to a day. One promise for each deal and day; the deal is known as `source:id`.
import type { StoreDb } from '../client.ts'

export type PromiseRow = { id: number; deal: string; day: string; markedAt: Date; markedBy: string }
type NewPromise = { deal: string; day: string; markedAt: Date; markedBy: string }

const LISTED_MAX = 10_000
const columns = ['id', 'deal', 'day', 'marked_at as markedAt', 'marked_by as markedBy'] as const

/** Marked once more for the same day, it stays as it was. A later day takes the place of days not before `openFrom`. */
export async function addPromise(
  db: StoreDb,
  ws: number,
  { deal, day, markedAt, markedBy }: NewPromise,
  openFrom: string,
): Promise<PromiseRow> {
  return db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('promises')
      .where('ws', '=', ws)
      .where('deal', '=', deal)
      .where('day', '>=', openFrom)
      .where('day', '!=', day)
      .execute()
    await tx
      .insertInto('promises')
      .values({ ws, deal, day, marked_at: markedAt, marked_by: markedBy })
      .onConflict((conflict) => conflict.columns(['ws', 'deal', 'day']).doNothing())
      .execute()
    return tx
      .selectFrom('promises')
      .select(columns)
      .where('ws', '=', ws)
      .where('deal', '=', deal)
      .where('day', '=', day)
      .executeTakeFirstOrThrow()
  })
}

/** Promises marked by a moment, latest day first. */
export async function listPromises(db: StoreDb, ws: number, until: Date): Promise<PromiseRow[]> {
  return db
    .selectFrom('promises')
    .select(columns)
    .where('ws', '=', ws)
    .where('marked_at', '<=', until)
    .orderBy('day', 'desc')
    .orderBy('id', 'desc')
    .limit(LISTED_MAX)
    .execute()
}

/** Was there one to take away. */
export async function removePromise(db: StoreDb, ws: number, id: number): Promise<boolean> {
  const gone = await db.deleteFrom('promises').where('ws', '=', ws).where('id', '=', id).returning('id').executeTakeFirst()
  return gone !== undefined
}
