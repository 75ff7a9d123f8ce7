// Derivations of facts. Each takes a number greater than all before it, which versions its rows in the warehouse.

import type { StoreDb } from '../client.ts'

export type FactRun = { n: number; what: string; at: Date }

/** The next derivation number. Numbers grow but may leave gaps; two runs never share one. */
export async function startFactRun(db: StoreDb, ws: number, { what, at }: { what: string; at: Date }): Promise<number> {
  const row = await db.insertInto('fact_runs').values({ ws, what, at }).returning('n').executeTakeFirstOrThrow()
  return row.n
}

/** The latest derivation of a workspace; null before the first. */
export async function findLastFactRun(db: StoreDb, ws: number): Promise<FactRun | null> {
  const last = db.selectFrom('fact_runs').select(['n', 'what', 'at']).where('ws', '=', ws).orderBy('n', 'desc')
  return (await last.limit(1).executeTakeFirst()) ?? null
}

/** Forgets all but the latest `kept` of a workspace; the numbers go on growing. */
export async function trimFactRuns(db: StoreDb, ws: number, kept: number): Promise<void> {
  const latest = db.selectFrom('fact_runs').select('n').where('ws', '=', ws).orderBy('n', 'desc').limit(kept)
  await db.deleteFrom('fact_runs').where('ws', '=', ws).where('n', 'not in', latest).execute()
}
