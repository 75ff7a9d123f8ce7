// Keeps the text ids of what records point at, so that a thing known only by its id can be shown by it.
import type { RecordKind } from '../../contract/records/record-kind.ts'
import type { Warehouse } from '../client.ts'
import { quote } from '../embedded/insert-sql.ts'
import { hasText, recordTable } from '../records.ts'

const NOTED = new Set(['people', 'teams', 'pipelines', 'stages', 'companies', 'scripts', 'materials'])

/** Who pays is a customer, often of a source without contacts. */
const isNoted = ({ name }: RecordKind, to: string) => NOTED.has(to) || (name === 'payments' && to === 'contacts')

const notedIn = (kind: RecordKind) => kind.columns.filter(({ type, to }) => type === 'ref' && to?.length === 1 && isNoted(kind, to[0]!))

/** Are the ids still there once the records are in their own table, which keeps the text of few. */
export const areIdsKept = (kind: RecordKind): boolean => notedIn(kind).every(hasText)

/** Kind, key and text of what a row points at. */
export type NotedText = readonly [kind: string, k: string, text: string]

const severalIn = (kind: RecordKind) => kind.columns.filter(({ type, to }) => type === 'refs' && to?.length === 1 && NOTED.has(to[0]!))

/** SQL of the list of such texts of a row of the staging table; null = the kind notes none. */
export function notedTexts(kind: RecordKind, row: string): string | null {
  const one = (to: string, text: string) => `(${quote(to)}, cityHash64(${text}), toString(${text}))`
  const single = notedIn(kind).map(({ name, to }) => one(to![0]!, `${row}.${name}_text`))
  const lists = severalIn(kind).map(({ name, to }) => `arrayMap(x -> ${one(to![0]!, 'x')}, ${row}.${name}_text)`)
  if (single.length + lists.length === 0) return null
  return `arrayFilter(x -> x.3 != '', arrayConcat(${[...(single.length > 0 ? [`[${single.join(', ')}]`] : []), ...lists].join(', ')}))`
}

/** Notes texts that are known here already. False where first has to be asked whether they are records. */
export async function noteTexts(warehouse: Warehouse, ws: number, texts: readonly NotedText[]): Promise<boolean> {
  if (texts.some(([kind]) => isOftenRecord(kind))) return false
  const rows = texts.map(([kind, k, text]) => {
    const [source = ''] = text.split(':', 1)
    return { ws, kind, k, source, id: text.slice(text.indexOf(':') + 1), version: 1, is_deleted: 0 }
  })
  if (rows.length > 0) await warehouse.insertRows('ids', rows)
  return true
}

/** Companies and contacts are many, and most of them are records. */
const isOftenRecord = (kind: string) => kind === 'companies' || kind === 'contacts'

/** `table` holds rows of the kind in the columns of its records' table; `where` chooses them. */
export async function noteIds(
  warehouse: Warehouse,
  kind: RecordKind,
  table: string,
  where: string,
  params: Record<string, unknown>,
  { isSmall = false } = {},
): Promise<void> {
  const single = notedIn(kind)
  const several = severalIn(kind)
  if (single.length + several.length === 0) return
  const unlessKnown = (name: string, to: string) =>
    isOftenRecord(to)
      ? ` AND ${name} NOT IN (SELECT k FROM ${recordTable(to)} WHERE ws = {ws:UInt32} AND k IN (SELECT ${name} FROM ${table} WHERE ${where}))`
      : ''
  const parts = [
    ...single.map(
      ({ name, to }) =>
        `SELECT DISTINCT ${quote(to![0]!)} AS kind, ${name}_text AS id FROM ${table} WHERE ${where}${unlessKnown(name, to![0]!)}`,
    ),
    ...several.map(
      ({ name, to }) => `SELECT DISTINCT ${quote(to![0]!)} AS kind, arrayJoin(${name}_text) AS id FROM ${table} WHERE ${where}`,
    ),
  ]
  // A few noted again cost less than to look through all that are noted.
  const unlessNoted = isSmall ? '' : ' AND (kind, cityHash64(id)) NOT IN (SELECT kind, k FROM ids WHERE ws = {ws:UInt32})'
  await warehouse.command(
    `INSERT INTO ids (ws, kind, k, source, id, version, is_deleted)
SELECT DISTINCT {ws:UInt32}, kind, cityHash64(id), substringIndex(id, ':', 1), substring(id, position(id, ':') + 1), 1, 0
FROM (${parts.join('\nUNION ALL ')})
WHERE id != ''${unlessNoted}`,
    { params, settings: { compile_expressions: 0, compile_aggregate_expressions: 0 } },
  )
}
