// Mapping files kept for the next import of the same table, as the YAML the head wrote.

import type { StoreDb } from '../client.ts'

export type SavedMapping = { name: string; yaml: string; updatedAt: Date }

export async function putMapping(db: StoreDb, ws: number, { name, yaml, updatedAt }: SavedMapping): Promise<void> {
  const row = { yaml, updated_at: updatedAt }
  await db
    .insertInto('mappings')
    .values({ ws, name, ...row })
    .onConflict((conflict) => conflict.columns(['ws', 'name']).doUpdateSet(row))
    .execute()
}

export async function findMapping(db: StoreDb, ws: number, name: string): Promise<SavedMapping | null> {
  const found = db.selectFrom('mappings').select(['name', 'yaml', 'updated_at as updatedAt']).where('ws', '=', ws).where('name', '=', name)
  return (await found.executeTakeFirst()) ?? null
}

export async function listMappings(db: StoreDb, ws: number): Promise<SavedMapping[]> {
  return db.selectFrom('mappings').select(['name', 'yaml', 'updated_at as updatedAt']).where('ws', '=', ws).orderBy('name').execute()
}

export async function deleteMapping(db: StoreDb, ws: number, name: string): Promise<void> {
  await db.deleteFrom('mappings').where('ws', '=', ws).where('name', '=', name).execute()
}
