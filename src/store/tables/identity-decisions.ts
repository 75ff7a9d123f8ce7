// What people decided about pairs of records, each named `source:id`; a < b.
import type { StoreDb } from '../client.ts'

export type IdentityDecision = {
  kind: 'people' | 'companies' | 'contacts'
  a: string
  b: string
  verdict: 'joined' | 'refused'
  at: Date
  by: string
}

const LISTED_MAX = 100_000

export async function listIdentityDecisions(db: StoreDb, ws: number): Promise<IdentityDecision[]> {
  return db
    .selectFrom('identity_decisions')
    .select(['kind', 'a', 'b', 'verdict', 'decided_at as at', 'decided_by as by'])
    .where('ws', '=', ws)
    .orderBy('kind')
    .orderBy('a')
    .orderBy('b')
    .limit(LISTED_MAX)
    .execute()
}

export async function putIdentityDecision(db: StoreDb, ws: number, { kind, a, b, verdict, at, by }: IdentityDecision): Promise<void> {
  const row = { verdict, decided_at: at, decided_by: by }
  await db
    .insertInto('identity_decisions')
    .values({ ws, kind, a, b, ...row })
    .onConflict((conflict) => conflict.columns(['ws', 'kind', 'a', 'b']).doUpdateSet(row))
    .execute()
}

/** Was there one to take back. */
export async function removeIdentityDecision(
  db: StoreDb,
  ws: number,
  { kind, a, b }: Pick<IdentityDecision, 'kind' | 'a' | 'b'>,
): Promise<boolean> {
  const gone = await db
    .deleteFrom('identity_decisions')
    .where('ws', '=', ws)
    .where('kind', '=', kind)
    .where('a', '=', a)
    .where('b', '=', b)
    .returning('a')
    .executeTakeFirst()
  return gone !== undefined
}
