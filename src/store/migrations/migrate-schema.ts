// Brings the schema to the newest version: all missing steps in one transaction, one process at a time.

import { type Kysely, sql } from 'kysely'
import { AppError } from '../../contract/errors.ts'
import { firstTables } from './0001-first-tables.ts'
import { accounts } from './0002-accounts.ts'
import { promisesAndForecasts } from './0003-promises-and-forecasts.ts'
import { connections } from './0004-connections.ts'
import { siteKeys } from './0005-site-keys.ts'
import { oneOnOnes } from './0006-one-on-ones.ts'
import { syncs } from './0007-syncs.ts'
import { closings } from './0008-closings.ts'
import { identity } from './0009-identity.ts'
import { ownKpisAndViews } from './0010-own-kpis-and-views.ts'
import { rezones } from './0011-rezones.ts'
import { consents } from './0012-consents.ts'
import type { Migration } from './migration.ts'

export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  accounts,
  promisesAndForecasts,
  connections,
  siteKeys,
  oneOnOnes,
  syncs,
  closings,
  identity,
  ownKpisAndViews,
  rezones,
  consents,
]

const MIGRATION_LOCK = 7_862_002

/** Applies what is missing. A database written by a newer Rumb is refused with schema_newer and left as it is. */
export async function migrateSchema<T>(db: Kysely<T>, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
    const present = await presentVersion(tx)
    if (present > newest) {
      throw new AppError('schema_newer', `The database was written by a newer Rumb (schema ${present}, this one knows ${newest}).`, {
        hint: 'Start that newer version, or restore a backup made by this one.',
      })
    }
    if (present === newest) return
    if (present === 0) await createLedger(tx)
    for (const { version, name, statements } of migrations) {
      if (version <= present) continue
      for (const statement of statements) await sql.raw(statement).execute(tx)
      await sql`insert into rumb.schema_versions (version, name) values (${version}, ${name})`.execute(tx)
    }
  })
}

async function presentVersion<T>(db: Kysely<T>): Promise<number> {
  const ledger = await sql<{ there: boolean }>`select to_regclass('rumb.schema_versions') is not null as there`.execute(db)
  if (!ledger.rows[0]?.there) return 0
  const seen = await sql<{ version: number }>`select coalesce(max(version), 0) as version from rumb.schema_versions`.execute(db)
  return seen.rows[0]?.version ?? 0
}

async function createLedger<T>(db: Kysely<T>): Promise<void> {
  await sql`create schema if not exists rumb`.execute(db)
  await sql`create table rumb.schema_versions (
    version integer primary key, name text not null, applied_at timestamptz not null default now())`.execute(db)
}
