// The one way to talk to ClickHouse, whichever twin answers: bounded in time, memory and number of calls.
// Knows no tables and no workspaces; who may read what is decided by the callers.
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { AppError } from '../contract/errors.ts'
import type { Topology } from './ddl.ts'
import { toEngineError } from './engine-error.ts'
import { fitParams } from './query-params.ts'
import { createSlots } from './slots.ts'

export type Settings = Record<string, string | number>

export type QueryOptions = {
  /** Values of `{name:Type}` placeholders; 64-bit integers as decimal strings or bigint. About 500 kB in all. */
  params?: Record<string, unknown>
  settings?: Settings
  /** Giving up kills the query on the server; the call then rejects with the signal's reason. */
  signal?: AbortSignal
  timeoutMs?: number
  /** Bytes the query may hold. */
  maxMemory?: number
  /** So many rows that the embedded engine shall not hold them all at once. */
  isLarge?: boolean
}

export type InsertFormat = 'Parquet' | 'JSONEachRow' | 'JSONCompactEachRow' | 'CSV' | 'CSVWithNames' | 'TabSeparatedWithNames'

export type InsertFrom = QueryOptions & {
  /** `INSERT INTO t (cols)` or `INSERT INTO t (cols) SELECT … FROM input('a String, …')`, without FORMAT. */
  sql: string
  format: InsertFormat
  body: { path: string } | Readable
}

export type Warehouse = {
  /** Where the tables live, for whoever prints DDL. */
  topology: Topology
  /** Rows of a SELECT as objects; UInt64 and Int64 come as decimal strings. */
  query<T>(sql: string, options?: QueryOptions): Promise<T[]>
  /** A statement without rows: DDL, INSERT … SELECT, OPTIMIZE. */
  command(sql: string, options?: QueryOptions): Promise<void>
  /** Rows by column name; unknown columns are refused, missing ones take the column's default. */
  insertRows(table: string, rows: Iterable<object> | AsyncIterable<object>, options?: QueryOptions): Promise<void>
  insertFrom(insert: InsertFrom): Promise<void>
  /** Puts off the merges of a table during a bulk load, where the engine is our own child and forgets it with its end. */
  withoutMerges<T>(table: string, work: () => Promise<T>): Promise<T>
  /** Resolves when the engine answers a query as this user, else throws engine_unavailable. */
  ping(): Promise<void>
  close(): Promise<void>
}

export type WarehouseAddress = {
  url: string
  user: string
  password: string
  database?: string
  /** PEM of the authority to trust, for a server with a private certificate. */
  tls?: { ca: Buffer }
  /** The engine reads files of this machine itself, so a file to insert is named and not sent. */
  localFiles?: boolean
  /** Sent with every call. */
  settings?: Settings
  /** Tables are `Distributed` over this cluster, by workspace. */
  topology?: Topology
  /** Holds a call back while the engine is being restarted. */
  whenReady?: () => Promise<void>
}

const QUERY_TIMEOUT_MS = 30_000
const WRITE_TIMEOUT_MS = 900_000
const MEMORY_MAX = 1_000_000_000
const RUNNING_MAX = 3
const WAITING_MAX = 500
/** How much later than the engine's own limit we stop waiting for it. */
const GRACE_MS = 5_000
const KILL_WAIT_MS = 3_000
const PING_TIMEOUT_MS = 5_000
const SOCKET_IDLE_MS = 2_500
const RESTART_TRIES = 5
const RESTART_PAUSE_MS = 50
const LOST_PAUSE_MS = 100

const COMMON: Settings = {
  output_format_json_quote_64bit_integers: 1,
  input_format_skip_unknown_fields: 0,
  session_timezone: 'UTC',
  date_time_input_format: 'best_effort',
  // Large groupings and sorts go to disk early enough that three at once stay below the ceiling of the engine.
  max_bytes_ratio_before_external_group_by: 0.3,
  max_bytes_ratio_before_external_sort: 0.3,
  throw_if_no_data_to_insert: 0,
  // A year day by day is one text with a line for each day and figure: some megabytes at most.
  max_query_size: 16_000_000,
  max_ast_elements: 1_000_000,
  max_expanded_ast_elements: 2_000_000,
  cancel_http_readonly_queries_on_client_close: 1,
  wait_end_of_query: 0,
}

/** Every query names its workspaces and goes to their shards only; rows of a workspace meet on their own shard. */
const ON_CLUSTER: Settings = {
  optimize_skip_unused_shards: 1,
  force_optimize_skip_unused_shards: 2,
  distributed_product_mode: 'local',
  distributed_foreground_insert: 1,
  insert_deduplicate: 0,
}

class Silent {
  trace() {}
  debug() {}
  info() {}
  warn() {}
  error() {}
}

type Call = {
  query_id: string
  clickhouse_settings: ClickHouseSettings
  abort_signal: AbortSignal
  query_params?: Record<string, unknown>
  http_headers?: Record<string, string>
}

/** Has the embedded engine answer in one piece, planned beside other calls. */
const WHOLE = { 'x-rumb-whole': '1' }

export function connectWarehouse(address: WarehouseAddress): Warehouse {
  const client = createClient({
    url: address.url,
    username: address.user,
    password: address.password,
    database: address.database ?? 'default',
    application: 'rumb',
    request_timeout: WRITE_TIMEOUT_MS * 2,
    // TRICKY (@clickhouse/client 1.23): its own timers for idle sockets end a socket in use after an aborted request.
    keep_alive: { enabled: true, idle_socket_ttl: 0 },
    http_agent: createAgent(address),
    log: { level: ClickHouseLogLevel.OFF, LoggerClass: Silent },
  })
  const slots = createSlots(RUNNING_MAX, WAITING_MAX)
  const run = <T>(sql: string, options: QueryOptions, timeoutMs: number, work: (call: Call) => Promise<T>, isOnce = false) =>
    slots.run(() => runBounded({ client, address, sql, timeoutMs, options, isOnce }, work), options.signal)

  const command: Warehouse['command'] = (sql, options = {}) =>
    run(sql, options, options.timeoutMs ?? WRITE_TIMEOUT_MS, async (call) => {
      await client.command({ query: sql, ...waiting(call) })
    })

  return {
    topology: address.topology ?? {},
    query: <T>(sql: string, options: QueryOptions = {}) =>
      run(sql, options, options.timeoutMs ?? QUERY_TIMEOUT_MS, (call) =>
        readRows<T>(client, sql, address.localFiles === true && options.isLarge !== true ? { ...call, http_headers: WHOLE } : call),
      ),
    command,
    withoutMerges: async (table, work) => {
      if (address.localFiles !== true) return work()
      await command(`SYSTEM STOP MERGES ${table}`)
      return work().finally(() => command(`SYSTEM START MERGES ${table}`))
    },
    insertRows: (table, rows, options = {}) => {
      const sql = `INSERT INTO ${table} FORMAT JSONEachRow`
      const work = (call: Call) => send(client, sql, Readable.from(toLines(rows), { objectMode: false }), call)
      return run(sql, options, options.timeoutMs ?? WRITE_TIMEOUT_MS, work, !Array.isArray(rows))
    },
    insertFrom: (insert) => {
      const sql = `${insert.sql} FORMAT ${insert.format}`
      const work = async (call: Call) => {
        if (insert.body instanceof Readable) return send(client, sql, insert.body, call)
        if (address.localFiles !== true) return send(client, sql, createReadStream(insert.body.path), call)
        const http_headers = { 'x-rumb-body-path': encodeURIComponent(resolve(insert.body.path)) }
        await client.command({ query: sql, ...waiting(call), http_headers })
      }
      return run(sql, insert, insert.timeoutMs ?? WRITE_TIMEOUT_MS, work, insert.body instanceof Readable)
    },
    ping: () =>
      run('SELECT 1', {}, PING_TIMEOUT_MS, async (call) => {
        await readRows(client, 'SELECT 1', call)
      }),
    close: () => client.close(),
  }
}

function createAgent(address: WarehouseAddress): HttpAgent | HttpsAgent {
  const options = { keepAlive: true, timeout: SOCKET_IDLE_MS, maxSockets: RUNNING_MAX * 3 }
  if (!address.url.startsWith('https:')) return new HttpAgent(options)
  return new HttpsAgent(address.tls === undefined ? options : { ...options, ca: address.tls.ca })
}

type Task = {
  client: ClickHouseClient
  address: WarehouseAddress
  sql: string
  timeoutMs: number
  options: QueryOptions
  /** The rows to send can be read only once. */
  isOnce: boolean
}

/** One call with its limits; whatever ends it early is also ended on the server before the place is given away. */
async function runBounded<T>(task: Task, work: (call: Call) => Promise<T>, triesLeft = RESTART_TRIES): Promise<T> {
  const { client, address, options, timeoutMs } = task
  await address.whenReady?.()
  const query_id = randomUUID()
  const late = AbortSignal.timeout(timeoutMs + GRACE_MS)
  const abort_signal = options.signal === undefined ? late : AbortSignal.any([options.signal, late])
  const fixed = address.topology?.cluster === undefined ? COMMON : { ...COMMON, ...ON_CLUSTER }
  const limits = { max_execution_time: Math.ceil(timeoutMs / 1000), max_memory_usage: String(options.maxMemory ?? MEMORY_MAX) }
  try {
    return await work({
      query_id,
      abort_signal,
      clickhouse_settings: { ...fixed, ...limits, ...address.settings, ...options.settings } as ClickHouseSettings,
      ...(options.params === undefined ? {} : { query_params: fitParams(task.sql, options.params) }),
    })
  } catch (error) {
    // TRICKY: the client library throws bare errors of the server and of the socket; only here can they become codes.
    if (abort_signal.aborted) await killQuery(client, query_id)
    if (options.signal?.aborted) throw options.signal.reason
    if (late.aborted) throw new AppError('query_too_heavy', `The query did not end in ${timeoutMs} ms`, { cause: error })
    if (triesLeft > 0 && address.whenReady !== undefined && !task.isOnce && isRefused(error)) {
      await sleep(RESTART_PAUSE_MS)
      return runBounded(task, work, triesLeft - 1)
    }
    const failure = toEngineError(error)
    // A dying engine refuses calls a little before its end is known here: let the next call meet the new one.
    if (address.whenReady !== undefined && failure.code === 'engine_unavailable') await sleep(LOST_PAUSE_MS)
    throw failure
  }
}

/** Nothing listened, so nothing was sent: the engine has just died and its end is not known here yet. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}

/** The embedded engine finds a query by its id in the text, a server by its query_id; a dead engine has nothing to kill. */
async function killQuery(client: ClickHouseClient, query_id: string): Promise<void> {
  const query = 'KILL QUERY WHERE query_id = {id:String} OR position(query, {id:String}) > 0 ASYNC'
  await client.command({ query, query_params: { id: query_id }, abort_signal: AbortSignal.timeout(KILL_WAIT_MS) }).then(
    () => undefined,
    () => undefined,
  )
}

async function readRows<T>(client: ClickHouseClient, query: string, call: Call): Promise<T[]> {
  const result = await client.query({ query, format: 'JSONEachRow', ...call })
  const close = () => result.close()
  call.abort_signal.addEventListener('abort', close, { once: true })
  try {
    return await result.json<T>()
  } finally {
    call.abort_signal.removeEventListener('abort', close)
  }
}

/** An error after the first byte of an answer nobody reads would be lost: have it held back and sent as a status. */
function waiting(call: Call): Call {
  return { ...call, clickhouse_settings: { ...call.clickhouse_settings, wait_end_of_query: 1 } }
}

async function send(client: ClickHouseClient, query: string, values: Readable, call: Call): Promise<void> {
  const broken = new Promise<never>((_, reject) => values.once('error', reject))
  const sent = client.exec({ query, values, ...waiting(call) }).then(async ({ stream }) => {
    for await (const _ of stream);
  })
  await Promise.race([sent, broken]).finally(() => values.destroy())
}

async function* toLines(rows: Iterable<object> | AsyncIterable<object>): AsyncGenerator<string> {
  let lines = ''
  for await (const row of rows) {
    lines += `${JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))}\n`
    if (lines.length > 65_536) {
      yield lines
      lines = ''
    }
  }
  if (lines !== '') yield lines
}
