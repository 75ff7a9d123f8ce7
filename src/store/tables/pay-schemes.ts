// Pay schemes of a workspace: one for each role of people.
import { type PayScheme, paySchemeSchema } from '../../contract/pay.ts'
import type { StoreDb } from '../client.ts'

export async function listPaySchemes(db: StoreDb, ws: number): Promise<PayScheme[]> {
  const rows = await db.selectFrom('pay_schemes').select('scheme').where('ws', '=', ws).orderBy('role').execute()
  return rows.map(({ scheme }) => paySchemeSchema.parse(scheme))
}

export async function putPayScheme(db: StoreDb, ws: number, scheme: PayScheme, { at, by }: { at: Date; by: string }): Promise<void> {
  const row = { scheme: JSON.stringify(scheme), changed_at: at, changed_by: by }
  await db
    .insertInto('pay_schemes')
    .values({ ws, role: scheme.role, ...row })
    .onConflict((conflict) => conflict.columns(['ws', 'role']).doUpdateSet(row))
    .execute()
}

/** Was there one to take away. */
export async function removePayScheme(db: StoreDb, ws: number, role: string): Promise<boolean> {
  const gone = await db.deleteFrom('pay_schemes').where('ws', '=', ws).where('role', '=', role).returning('role').executeTakeFirst()
  return gone !== undefined
}
