// Reads a table of another database or bucket with the engine's own table functions: rows as texts, nothing of them kept.
import { AppError } from '../contract/errors.ts'
import { type RawCell, toCell } from '../contract/raw-table.ts'
import type { Warehouse } from './client.ts'

export type ForeignDatabase = { engine: 'postgresql' | 'mysql'; host: string; database: string; user: string; password: string }
export type ForeignBucket = { engine: 's3'; url: string; key: string; secret: string; format: string }
export type ForeignTable = { headers: readonly string[]; rows: readonly (readonly RawCell[])[] }

const ROWS_MAX = 1_000_000
const TIMEOUT_MS = 600_000
const MEMORY_MAX = 2_000_000_000

type Ask = {
  /** `schema.table`; needless for a bucket. */
  table: string
  /** Only rows in which this column is at least so late, and earlier than `until`. */
  changed?: { column: string; since: string; until?: string } | undefined
  /** Just to see that it is there. */
  rowsMax?: number
}

/** Throws source_unavailable when the other side refuses, too_large beyond a million rows. */
export async function readForeign(warehouse: Warehouse, place: ForeignDatabase | ForeignBucket, ask: Ask): Promise<ForeignTable> {
  const { table, changed, rowsMax = ROWS_MAX } = ask
  const { from, params } = place.engine === 's3' ? bucketOf(place) : tableOf(place, table)
  const moments = place.engine === 'postgresql' ? await findMoments(warehouse, place, table) : new Set<string>()
  const newer =
    changed === undefined
      ? ''
      : ` WHERE ${name(changed.column)} >= {since:String}${changed.until === undefined ? '' : ` AND ${name(changed.column)} < {until:String}`}`
  const sql = `SELECT * FROM ${from}${newer} LIMIT ${rowsMax + 1}`
  const rows = await run<Record<string, unknown>>(warehouse, place, sql, {
    ...params,
    ...(changed === undefined ? {} : { since: changed.since, until: changed.until ?? '' }),
  })
  if (rows.length > rowsMax && ask.rowsMax === undefined)
    throw new AppError('too_large', `${table} has more than ${ROWS_MAX} rows to read at once.`, {
      hint: 'Name the column that tells what changed (`changed:` in the mapping), or read a view of it.',
    })
  const headers = Object.keys(rows[0] ?? {})
  return { headers, rows: rows.slice(0, rowsMax).map((row) => headers.map((header) => cellOf(row[header], moments.has(header)))) }
}

/** A moment comes as UTC without saying so. */
function cellOf(value: unknown, isMoment: boolean): RawCell {
  const cell = toCell(value)
  return isMoment && cell !== null ? `${cell.replace(' ', 'T')}Z` : cell
}

const name = (column: string) => `\`${column.replace(/[\\`]/g, '\\$&')}\``

function tableOf(place: ForeignDatabase, table: string): { from: string; params: Record<string, string> } {
  const { engine, host, database, user, password } = place
  const [own, schema = 'public'] = table.split('.').toReversed()
  const common = { host, database, table: own!, user, password }
  const places = '{host:String}, {database:String}, {table:String}, {user:String}, {password:String}'
  return engine === 'mysql'
    ? { from: `mysql(${places})`, params: { ...common, database: table.includes('.') ? schema : database } }
    : { from: `postgresql(${places}, {schema:String})`, params: { ...common, schema } }
}

function bucketOf({ url, key, secret, format }: ForeignBucket): { from: string; params: Record<string, string> } {
  return { from: 's3({url:String}, {key:String}, {secret:String}, {format:String})', params: { url, key, secret, format } }
}

/** Columns of PostgreSQL that hold moments: the engine itself does not tell them from local times. */
async function findMoments(warehouse: Warehouse, place: ForeignDatabase, table: string): Promise<Set<string>> {
  const { from, params } = tableOf(place, 'information_schema.columns')
  const [own, schema = 'public'] = table.split('.').toReversed()
  const sql = `SELECT column_name AS name FROM ${from} WHERE table_name = {own:String} AND table_schema = {of:String} AND data_type = 'timestamp with time zone' LIMIT 10000`
  const rows = await run<{ name: string }>(warehouse, place, sql, { ...params, own: own!, of: schema })
  return new Set(rows.map((row) => row.name))
}

async function run<T>(
  warehouse: Warehouse,
  place: ForeignDatabase | ForeignBucket,
  sql: string,
  params: Record<string, string>,
): Promise<T[]> {
  const settings = {
    output_format_json_quote_decimals: 1,
    output_format_json_quote_64bit_floats: 0,
    input_format_try_infer_dates: 0,
    input_format_try_infer_datetimes: 0,
  }
  const [asked] = await Promise.allSettled([warehouse.query<T>(sql, { params, settings, timeoutMs: TIMEOUT_MS, maxMemory: MEMORY_MAX })])
  if (asked.status === 'fulfilled') return asked.value
  const secret = place.engine === 's3' ? place.secret : place.password
  const said = String(asked.reason instanceof Error ? asked.reason.message : asked.reason)
    .replaceAll(secret, '…')
    .split('\n')[0]!
  throw new AppError('source_unavailable', `The table cannot be read: ${said.slice(0, 300)}`, {
    hint: 'The warehouse itself reads it: check address, user, password and rights.',
  })
}
