// Rows that could not be taken in, each with its place and reason. One row per place and column: the same bad row sent
// again replaces itself; a corrected one is taken out by `releaseRecords` or `releaseLines`.

import { createHash } from 'node:crypto'
import { type Insertable, type Selectable, sql } from 'kysely'
import { cleanJson, cleanText } from '../clean-text.ts'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

/** What is wrong with one value of one record. `line` counts from 1 in files; for records sent by API it is their index, without file. */
export type QuarantinedRow = {
  source: string
  kind: string
  recordId: string | null
  file: string | null
  line: number | null
  column: string | null
  value: string | null
  reason: string
  /** The record as it came; kept when small enough. */
  raw: unknown
  at: Date
}

export type QuarantineFilter = { source?: string | undefined; kind?: string | undefined }

/** No more are kept for one workspace: a whole table in the wrong format needs one look, not a million rows. */
export const QUARANTINED_MAX = 100_000
export const QUARANTINE_PAGE_MAX = 1000

const TEXT_CHARS_MAX = 2000
/** What an index holds must stay short. */
const KEY_CHARS_MAX = 500
const RAW_CHARS_MAX = 20_000
const BATCH = 1000

/** Keeps rows; returns how many found no place because the quarantine is full. The import's own answer counts those too. */
export async function addQuarantined(db: StoreDb, ws: number, rows: readonly QuarantinedRow[]): Promise<{ dropped: number }> {
  let dropped = 0
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = new Map(rows.slice(start, start + BATCH).map((row) => [`${row.source}\n${row.kind}\n${spotOf(row)}`, toRow(ws, row)]))
    const free = QUARANTINED_MAX - (await countAll(db, ws))
    const kept = [...batch.values()].slice(0, Math.max(0, free))
    dropped += batch.size - kept.length
    if (kept.length > 0) await upsert(db, kept)
  }
  return { dropped }
}

/** A page, oldest first, and how many there are in all. */
export async function listQuarantined(
  db: StoreDb,
  ws: number,
  { offset = 0, limit = 100, ...filter }: QuarantineFilter & { offset?: number; limit?: number } = {},
): Promise<{ count: number; rows: QuarantinedRow[] }> {
  const matching = filtered(db, ws, filter)
  const page = matching.selectAll().orderBy('id').offset(offset).limit(Math.min(limit, QUARANTINE_PAGE_MAX))
  const [rows, count] = [
    await page.execute(),
    await matching.select((of) => of.fn.countAll<number>().as('count')).executeTakeFirstOrThrow(),
  ]
  return { count: count.count, rows: rows.map(toQuarantinedRow) }
}

/** How many there are of each source and kind. */
export async function countQuarantined(db: StoreDb, ws: number): Promise<{ source: string; kind: string; count: number }[]> {
  return db
    .selectFrom('quarantine')
    .select((of) => ['source', 'kind', of.fn.countAll<number>().as('count')])
    .where('ws', '=', ws)
    .groupBy(['source', 'kind'])
    .orderBy('source')
    .orderBy('kind')
    .execute()
}

/** Takes out the rows of records that have arrived corrected. Cheap when nothing of the kind is there. */
export async function releaseRecords(
  db: StoreDb,
  ws: number,
  { source, kind, ids }: { source: string; kind: string; ids: readonly string[] },
) {
  const there = await filtered(db, ws, { source, kind }).select('id').limit(1).executeTakeFirst()
  if (!there) return 0
  let released = 0n
  for (let start = 0; start < ids.length; start += 10 * BATCH) {
    const done = await db
      .deleteFrom('quarantine')
      .where('ws', '=', ws)
      .where('source', '=', source)
      .where('kind', '=', kind)
      .where('record_id', '=', sql<string>`any(${ids.slice(start, start + 10 * BATCH).map((id) => cleanText(id, KEY_CHARS_MAX))}::text[])`)
      .executeTakeFirst()
    released += done.numDeletedRows
  }
  return Number(released)
}

/** Takes out the rows of a file, all or the given lines: before the file is read again, or when lines were taken in. */
export async function releaseLines(
  db: StoreDb,
  ws: number,
  { source, file, lines }: { source: string; file: string; lines?: readonly number[] },
): Promise<number> {
  const ofFile = db
    .deleteFrom('quarantine')
    .where('ws', '=', ws)
    .where('source', '=', source)
    .where('file', '=', cleanText(file, KEY_CHARS_MAX))
  const released = lines ? ofFile.where('line', '=', sql<number>`any(${[...lines]}::int[])`) : ofFile
  return Number((await released.executeTakeFirst()).numDeletedRows)
}

function filtered(db: StoreDb, ws: number, { source, kind }: QuarantineFilter) {
  return db
    .selectFrom('quarantine')
    .where('ws', '=', ws)
    .$if(source !== undefined, (query) => query.where('source', '=', source!))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
}

async function countAll(db: StoreDb, ws: number): Promise<number> {
  const row = await filtered(db, ws, {})
    .select((of) => of.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

async function upsert(db: StoreDb, rows: Insertable<Tables['quarantine']>[]): Promise<void> {
  await db
    .insertInto('quarantine')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['ws', 'source', 'kind', 'spot']).doUpdateSet((of) => ({
        file: of.ref('excluded.file'),
        line: of.ref('excluded.line'),
        value: of.ref('excluded.value'),
        reason: of.ref('excluded.reason'),
        raw: of.ref('excluded.raw'),
        at: of.ref('excluded.at'),
      })),
    )
    .execute()
}

/** Where the row is kept: by its id when it has one, so that the same record in another file replaces it. */
function spotOf({ recordId, file, line, column }: QuarantinedRow): string {
  const place = JSON.stringify(recordId === null ? [file, line, column] : [recordId, column])
  return createHash('sha1').update(place).digest('base64url')
}

function toRow(ws: number, row: QuarantinedRow): Insertable<Tables['quarantine']> {
  const { source, kind, line, at } = row
  return {
    ...{ ws, source, kind, line, at, spot: spotOf(row) },
    record_id: row.recordId === null ? null : cleanText(row.recordId, KEY_CHARS_MAX),
    file: row.file === null ? null : cleanText(row.file, KEY_CHARS_MAX),
    column: row.column === null ? null : cleanText(row.column, KEY_CHARS_MAX),
    value: row.value === null ? null : cleanText(row.value, TEXT_CHARS_MAX),
    reason: cleanText(row.reason, TEXT_CHARS_MAX),
    raw: row.raw === null || row.raw === undefined ? null : cleanJson(row.raw, RAW_CHARS_MAX),
  }
}

function toQuarantinedRow(row: Selectable<Tables['quarantine']>): QuarantinedRow {
  const { source, kind, file, line, column, value, reason, raw, at } = row
  return { source, kind, recordId: row.record_id, file, line, column, value, reason, raw, at }
}

/** Every row of a source. */
export async function releaseSource(db: StoreDb, ws: number, source: string): Promise<void> {
  await db.deleteFrom('quarantine').where('ws', '=', ws).where('source', '=', source).execute()
}
