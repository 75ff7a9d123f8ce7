// Changes of time zone under way, one a workspace: from which zone to which, and how far each kind of record has come.
import { z } from 'zod'
import type { StoreDb } from '../client.ts'

/** `run`: under which the moved rows of a kind are staged. */
export type RezoneStep = { run: number; isCopied: boolean }
export type RezoneRow = { oldZone: string; newZone: string; kinds: ReadonlyMap<string, RezoneStep> }

const kindsSchema = z.record(z.string(), z.object({ run: z.number(), isCopied: z.boolean() }))

/** Notes that records have to move; within the change of the setting, so that neither is without the other. */
export async function beginRezone(db: StoreDb, ws: number, { oldZone, newZone }: { oldZone: string; newZone: string }): Promise<void> {
  await db.insertInto('rezones').values({ ws, old_zone: oldZone, new_zone: newZone }).execute()
}

export async function findRezone(db: StoreDb, ws: number): Promise<RezoneRow | null> {
  const row = await db.selectFrom('rezones').selectAll().where('ws', '=', ws).executeTakeFirst()
  if (row === undefined) return null
  return { oldZone: row.old_zone, newZone: row.new_zone, kinds: new Map(Object.entries(kindsSchema.parse(row.kinds))) }
}

export async function noteRezone(db: StoreDb, ws: number, kinds: ReadonlyMap<string, RezoneStep>): Promise<void> {
  await db
    .updateTable('rezones')
    .set({ kinds: JSON.stringify(Object.fromEntries(kinds)) })
    .where('ws', '=', ws)
    .execute()
}

export async function endRezone(db: StoreDb, ws: number): Promise<void> {
  await db.deleteFrom('rezones').where('ws', '=', ws).execute()
}
