// Staged rows as the records they will be: what a dry run shows.

import type { Column } from '../../contract/records/columns.ts'
import { findRecordKind } from '../../contract/records/kinds.ts'
import type { Warehouse } from '../client.ts'
import { storedName } from '../records.ts'
import { stageTable } from './tables.ts'

/** Good rows of a run in the order of the file, times in UTC, references of the same source without its name. */
export async function readStaged(
  warehouse: Warehouse,
  { ws, source, run, part, kind: name, limit }: { ws: number; source: string; run: number; part: number; kind: string; limit: number },
): Promise<Record<string, unknown>[]> {
  const kind = findRecordKind(name)!
  const rows = await warehouse.query<Record<string, unknown>>(
    `SELECT * EXCEPT (problems) FROM ${stageTable(name)} WHERE ws = {ws:UInt32} AND run = {run:UInt64} AND part = {part:UInt32} AND empty(problems) ORDER BY line_no LIMIT {limit:UInt32}`,
    { params: { ws, run, part, limit }, settings: { output_format_json_quote_decimals: 0, date_time_output_format: 'iso' } },
  )
  return rows.map((row) => {
    const values = kind.columns.filter(({ name }) => name !== 'id').map((column) => [column.name, toValue(column, row, source)] as const)
    const known = values.filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    const extra = row.extra as Record<string, string>
    return {
      id: row.id,
      ...Object.fromEntries(known),
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
      ...(row.updated_at === null ? {} : { updated_at: toTime(String(row.updated_at)) }),
      ...(row.is_deleted === 1 ? { deleted: true } : {}),
    }
  })
}

function toValue({ name, type, required }: Column, row: Record<string, unknown>, source: string): unknown {
  const value = row[storedName(name)]
  const bare = (text: string) => (text.startsWith(`${source}:`) ? text.slice(source.length + 1) : text)
  if (type === 'ref') return bare(String(row[`${name}_text`]))
  if (type === 'refs') return (row[`${name}_text`] as string[]).map(bare)
  if (value === null) return null
  if (type === 'time') return required && row.is_deleted === 1 ? null : toTime(String(value))
  if (type === 'json') return value === '' ? null : (JSON.parse(String(value)) as unknown)
  return value
}

/** A local time is shown as the instant it was taken for. */
function toTime(iso: string): string {
  return iso.replace(/\.0+Z$/, 'Z')
}
