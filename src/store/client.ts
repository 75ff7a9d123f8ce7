// The store: Kysely over `pg`, the same for the embedded server and an external one, brought to the newest schema on opening.
// Failures of the server become AppErrors here, once, for every query.

import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { AppError } from '../contract/errors.ts'
import type { EmbeddedConnection } from './embedded/embedded-postgres.ts'
import { migrateSchema } from './migrations/migrate-schema.ts'
import type { Tables } from './tables.ts'

export type StoreConnection = EmbeddedConnection | { url: string }

/** A database or a transaction of it; every function of tables/ takes one first. */
export type StoreDb = Kysely<Tables>

export type Store = {
  readonly db: StoreDb
  /** Statements of a library with tables of its own. */
  send(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  close(): Promise<void>
}

const SERVER_VERSION_MIN = 150_000
const CONNECTIONS_MAX = 10
const CONNECT_MS = 15_000
const STATEMENT_MS = 60_000

/** Opens the store and migrates it. Errors: engine_unavailable, schema_newer, disk_full, bad_input (a bad URL). */
export async function openStore(connection: StoreConnection): Promise<Store> {
  const pool = openPool(connection)
  const guardedPool = guardPool(pool)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardedPool }) }).withSchema('rumb')
  const [ready] = await Promise.allSettled([migrateSchema(db)])
  if (ready.status === 'rejected') {
    await db.destroy()
    throw ready.reason
  }
  const send: Store['send'] = async (text, values) => {
    const client = (await guardedPool.connect()) as unknown as pg.PoolClient
    const [sent] = await Promise.allSettled([client.query(text, values)])
    client.release()
    if (sent.status === 'rejected') throw sent.reason
    return sent.value
  }
  return { db, send, close: () => db.destroy() }
}

function openPool(connection: StoreConnection): pg.Pool {
  const where = 'url' in connection ? { connectionString: checkUrl(connection.url) } : { ...connection, port: 5432, ssl: false }
  const pool = new pg.Pool({
    ...where,
    types: { getTypeParser },
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    application_name: 'rumb',
  })
  // A connection that breaks is replaced by the pool; its query, or the next one, tells what is wrong, if anything still is.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

function checkUrl(url: string): string {
  if (/^(postgres(ql)?:\/\/|socket:)/.test(url)) return url
  throw new AppError('bad_input', 'RUMB_POSTGRES_URL is not an address of PostgreSQL.', {
    path: 'RUMB_POSTGRES_URL',
    hint: 'Write it as postgres://user:password@host:5432/database.',
  })
}

/** Numbers for bigint, text for dates: a day has no time zone. The rest as `pg` does it. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === pg.types.builtins.INT8) return Number
  if (format !== 'binary' && oid === pg.types.builtins.DATE) return String
  return pg.types.getTypeParser(oid, format as 'text')
}

function guardPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const [connected] = await Promise.allSettled([pool.connect()])
      if (connected.status === 'rejected') throw explainStoreError(connected.reason)
      await guardClient(connected.value)
      return connected.value as PostgresPoolClient
    },
  }
}

const guarded = new WeakSet<pg.PoolClient>()

async function guardClient(client: pg.PoolClient): Promise<void> {
  if (guarded.has(client)) return
  guarded.add(client)
  const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version")
  if (rows[0]!.version < SERVER_VERSION_MIN) {
    client.release(true)
    throw new AppError('engine_unavailable', 'The PostgreSQL server is older than version 15.', {
      hint: 'Upgrade it, or point RUMB_POSTGRES_URL elsewhere.',
    })
  }
  const send = client.query.bind(client) as (text: string, values: unknown[]) => Promise<pg.QueryResult>
  const query = async (text: string, values: unknown[]) => {
    const [sent] = await Promise.allSettled([send(text, values)])
    if (sent.status === 'rejected') throw explainStoreError(sent.reason)
    return sent.value
  }
  Object.assign(client, { query })
}

const UNAVAILABLE =
  /^(08...|57P0[1-5]|28...|3D000|53300)$|^(ECONNREFUSED|ECONNRESET|ENOENT|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/

/** The AppError of an expected failure of the server; anything else comes back as it is. */
function explainStoreError(error: Error & { code?: string }): Error {
  const code = error.code ?? ''
  if (code === '53100') return new AppError('disk_full', 'The disk of the PostgreSQL server is full.', { cause: error })
  if (code === '57014') return new AppError('busy', 'PostgreSQL took too long to answer.', { cause: error })
  if (UNAVAILABLE.test(code) || /^(Connection terminated|timeout exceeded|Client has encountered)/.test(error.message)) {
    return new AppError('engine_unavailable', `PostgreSQL cannot be used: ${error.message || code}`, {
      hint: 'Check that it runs and that RUMB_POSTGRES_URL, if set, is right.',
      cause: error,
    })
  }
  return error
}
