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
  const several = kind.columns.filter(({ type, to }) => type === 'refs' && to?.length === 1 && NOTED.has(to[0]!))
  if (single.length + several.length === 0) return
  // Companies and contacts are many, and most of them are records.
  const unlessKnown = (name: string, to: string) =>
    to === 'companies' || to === 'contacts'
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
