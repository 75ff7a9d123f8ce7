// Connects and reads tables of databases and of the web: the mapping stands with the connection, and every sync reads them by it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { type FileMapping, type Mapping, parseMapping } from '../contract/mapping.ts'
import type { RawTable } from '../contract/raw-table.ts'
import { lookThrough } from '../sources/files/look-through.ts'
import { openFiles } from '../sources/files/open-files.ts'
import { planTables } from '../sources/files/plan-table.ts'
import type { Sheet } from '../sources/files/sheet.ts'
import { download } from '../sources/tables/download.ts'
import { type Place, readPlace } from '../sources/tables/read-place.ts'
import { type ForeignTable, readForeign } from '../warehouse/read-foreign.ts'
import type { House } from './open-house.ts'

/** The system such a source is called by. */
export const TABLES = 'tables'

const DAY_MS = 86_400_000
const ANY = '*'

/** What is sealed with the connection. */
type Kept = { token: string; mapping: string }
export const packTables = (kept: Kept): string => JSON.stringify(kept)
const unpackTables = (text: string): Kept => JSON.parse(text) as Kept

/** Reads a row of each table, so that a wrong name or mapping is told at once. Throws what the other side says. */
export async function checkTables(house: House, { address, token, mapping }: Kept & { address: string }): Promise<{ name: string }> {
  const place = readPlace(address, token)
  const read = parseMapping(mapping)
  if (place.engine === 'web') await withDocument(place, read, async () => undefined)
  else for (const [name, file] of tablesOf(place, read)) await openForeign(house, place, { name, file, rowsMax: 1 })
  return { name: place.engine === 'web' ? new URL(place.url).hostname : place.engine === 's3' ? place.url : place.database }
}

type Read = { tables: readonly RawTable[]; state: Readonly<Record<string, unknown>> }

/** Gives the tables to `take` while what they are read from is there. */
export async function readTables(
  house: House,
  given: { address: string; secret: string; state: Readonly<Record<string, unknown>>; since: Date | null; now: Date },
  take: (read: Read) => Promise<void>,
): Promise<void> {
  const { token, mapping } = unpackTables(given.secret)
  const place = readPlace(given.address, token)
  const read = parseMapping(mapping)
  const state = { through: given.now.toISOString() }
  if (place.engine === 'web') return withDocument(place, read, (tables) => take({ tables, state }))
  const through = typeof given.state.through === 'string' ? new Date(Date.parse(given.state.through) - DAY_MS) : null
  const tables: RawTable[] = []
  for (const [name, file] of tablesOf(place, read))
    tables.push(...(await openForeign(house, place, { name, file, since: given.since ?? through })))
  return take({ tables, state })
}

async function withDocument(
  place: Place & { engine: 'web' },
  mapping: Mapping,
  work: (tables: readonly RawTable[]) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'rumb-table-'))
  const [done] = await Promise.allSettled([readDocument(place, mapping, directory, work)])
  await rm(directory, { recursive: true, force: true })
  if (done.status === 'rejected') throw done.reason
}

async function readDocument(
  place: Place & { engine: 'web' },
  mapping: Mapping,
  directory: string,
  work: (tables: readonly RawTable[]) => Promise<void>,
): Promise<void> {
  const files = await openFiles([await download(place, directory)], mapping)
  const [done] = await Promise.allSettled([work(files.tables)])
  await files.close()
  if (done.status === 'rejected') throw done.reason
}

function tablesOf(place: Place, { files }: Mapping): [string, FileMapping][] {
  const named = [...files].map(([key, file]): [string, FileMapping] => [file.name ?? key, file])
  if (place.engine === 's3' || named.every(([name]) => name !== ANY)) return named
  throw new AppError('bad_usage', 'The mapping does not say which tables are read.', {
    path: 'files',
    hint: 'Name them under `files:`, such as public.orders.',
  })
}

type Ask = { name: string; file: FileMapping; since?: Date | null; rowsMax?: number }

async function openForeign(
  house: House,
  place: Exclude<Place, { engine: 'web' }>,
  { name, file, since = null, rowsMax }: Ask,
): Promise<RawTable[]> {
  const changed =
    file.changed === undefined || since === null
      ? undefined
      : { column: file.changed, since: since.toISOString().slice(0, 19).replace('T', ' ') }
  const table = await readForeign(house.warehouse, place, { table: name, changed, ...(rowsMax === undefined ? {} : { rowsMax }) })
  if (table.rows.length === 0) return []
  const sheet = toSheet(name, table)
  return lookThrough(sheet, planTables(sheet, file), () => undefined)
}

function toSheet(name: string, { headers, rows }: ForeignTable): Sheet {
  return { file: name, title: name, headers, bytes: 0, read: () => [rows.map((cells, at) => ({ line: at + 1, cells }))] }
}
