// Scripts and materials whole, as their latest records have them, and transcripts to try a script on.
import type { Warehouse } from './client.ts'

type Stored = { id: string; source: string; name: string }
export type WholeScript = Stored & { version: string; threshold: number | null; steps: string; objections: string }
export type WholeMaterial = Stored & { kind: string; url: string; language: string; published_at: string | null; cost: number | null }

const settings = { output_format_json_quote_64bit_floats: 0, output_format_json_quote_decimals: 0 }
const named = "concat(toString(source), ':', id) AS id, toString(source) AS source, name"
const listMax = 500

/** By name. */
export function listWholeScripts(warehouse: Warehouse, ws: number): Promise<WholeScript[]> {
  return warehouse.query<WholeScript>(
    `SELECT ${named}, version_name AS version, threshold, steps, objections FROM rec_scripts FINAL
     WHERE ws = {ws:UInt32} ORDER BY name, id LIMIT ${listMax}`,
    { params: { ws }, settings },
  )
}

/** By name; days in the zone. */
export function listMaterials(warehouse: Warehouse, ws: number, zone: string): Promise<WholeMaterial[]> {
  return warehouse.query<WholeMaterial>(
    `SELECT ${named}, kind, url, language, toString(toDate32(toTimeZone(m.published_at, {zone:String}))) AS published_at, toFloat64(cost) AS cost
     FROM rec_materials AS m FINAL WHERE ws = {ws:UInt32} ORDER BY name, id LIMIT ${listMax}`,
    { params: { ws, zone }, settings },
  )
}

/** When the latest record of this id, removed or not, was changed, in milliseconds; 0 = it does not say; null = there was never one. */
export async function findOwnVersion(warehouse: Warehouse, ws: number, kind: 'scripts' | 'materials', id: string): Promise<number | null> {
  const [row] = await warehouse.query<{ records: string; at: string | null }>(
    `SELECT count() AS records, max(toUnixTimestamp64Milli(assumeNotNull(updated_at)) * (updated_at IS NOT NULL)) AS at
     FROM rec_${kind} WHERE ws = {ws:UInt32} AND k = cityHash64({id:String})`,
    { params: { ws, id } },
  )
  return row === undefined || Number(row.records) === 0 ? null : Number(row.at ?? 0)
}

export type Transcript = { id: string; transcript: string }

/** Of these calls the latest that somebody wrote down. */
export async function readTranscripts(warehouse: Warehouse, ws: number, ids: readonly string[], limit: number): Promise<Transcript[]> {
  if (ids.length === 0) return []
  return warehouse.query<Transcript>(
    `SELECT concat(toString(source), ':', id) AS id, transcript FROM rec_touches FINAL
     WHERE ws = {ws:UInt32} AND k IN (SELECT cityHash64(arrayJoin({ids:Array(String)}))) AND transcript != '' ORDER BY at DESC, k LIMIT ${limit}`,
    { params: { ws, ids: [...ids] } },
  )
}
