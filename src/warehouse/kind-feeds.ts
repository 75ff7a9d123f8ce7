// Which sources send which kinds of records, and on which local days: what confidence in figures rests on.
import type { Warehouse } from './client.ts'

/** What places a record of a kind in time. */
const datedBy: Readonly<Record<string, string>> = {
  leads: 'created_at',
  deals: 'created_at',
  touches: 'at',
  tasks: 'created_at',
  stage_changes: 'at',
  owner_changes: 'at',
  value_changes: 'at',
  payments: 'at',
  invoices: 'issued_at',
  feedback: 'at',
  visits: 'at',
  spend: 'day',
}

/** Days since 1970; empty where the kind has no dates. */
export type KindFeed = { kind: string; source: string; records: number; days: number[] }

const lookBackDays = 400

/** Of each kind the sources that sent records by a moment, with the days of about the year before it. */
export async function listKindFeeds(
  warehouse: Warehouse,
  { ws, timezone, until }: { ws: number; timezone: string; until: string },
  kinds: readonly string[],
): Promise<KindFeed[]> {
  if (kinds.length === 0) return []
  const at = `toDateTime64('${until.replace('T', ' ').replace('Z', '')}', 3, 'UTC')`
  const selects = kinds.map((kind) => {
    const moment = datedBy[kind]
    if (moment === undefined)
      return `SELECT '${kind}' AS kind, toString(source) AS source, count() AS records, CAST([], 'Array(Int32)') AS days FROM rec_${kind} WHERE ws = ${ws} GROUP BY source`
    const day = moment === 'day' ? 'toInt32(day)' : `toInt32(toDate32(toTimeZone(${moment}, '${timezone}')))`
    const now = `toInt32(toDate32(toTimeZone(${at}, '${timezone}')))`
    return `SELECT '${kind}' AS kind, toString(source) AS source, count() AS records, arraySort(groupUniqArray(${day})) AS days FROM rec_${kind} WHERE ws = ${ws} AND ${day} <= ${now} AND ${day} > ${now} - ${lookBackDays} GROUP BY source`
  })
  const rows = await warehouse.query<{ kind: string; source: string; records: string; days: number[] }>(selects.join(' UNION ALL '))
  return rows.map((row) => ({ ...row, records: Number(row.records) }))
}
