// Months that were closed: what each person's pay came to then. Kept as it stood, whatever is corrected later.
import { type PayPerson, payPersonSchema } from '../../contract/pay.ts'
import type { StoreDb } from '../client.ts'

export type ClosingRow = { month: string; closedAt: Date; closedBy: string; people: PayPerson[] }

export async function listClosings(db: StoreDb, ws: number): Promise<ClosingRow[]> {
  const rows = await db.selectFrom('closings').selectAll().where('ws', '=', ws).orderBy('month', 'desc').execute()
  return rows.map(({ month, closed_at, closed_by, people }) => ({
    month,
    closedAt: closed_at,
    closedBy: closed_by,
    people: payPersonSchema.array().parse(people),
  }))
}

/** False where the month is closed already. */
export async function addClosing(db: StoreDb, ws: number, { month, closedAt, closedBy, people }: ClosingRow): Promise<boolean> {
  const added = await db
    .insertInto('closings')
    .values({ ws, month, closed_at: closedAt, closed_by: closedBy, people: JSON.stringify(people) })
    .onConflict((conflict) => conflict.columns(['ws', 'month']).doNothing())
    .returning('month')
    .executeTakeFirst()
  return added !== undefined
}

/** Was there one to take back. */
export async function removeClosing(db: StoreDb, ws: number, month: string): Promise<boolean> {
  const gone = await db.deleteFrom('closings').where('ws', '=', ws).where('month', '=', month).returning('month').executeTakeFirst()
  return gone !== undefined
}
