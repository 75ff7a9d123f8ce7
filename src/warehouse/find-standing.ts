// Who stands for people that are one with somebody of another source: what is asked or allowed by one name holds for the other.
import type { Warehouse } from './client.ts'

/** `source:id` → `source:id` of who stands for them; who stands for themselves is left out. */
export async function findStanding(warehouse: Warehouse, ws: number, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await warehouse.query<{ id: string; standing: string }>(
    `SELECT a.id AS id, p.full AS standing FROM (
       SELECT x.id AS id, h.head AS head FROM (SELECT arrayJoin({ids:Array(String)}) AS id, cityHash64(id) AS k) AS x
       INNER JOIN (SELECT k, head FROM identity_heads FINAL WHERE ws = {ws:UInt32} AND kind = 'people' AND k IN (SELECT cityHash64(arrayJoin({ids:Array(String)})))) AS h ON h.k = x.k
     ) AS a INNER JOIN (SELECT k, concat(toString(source), ':', id) AS full FROM rec_people FINAL WHERE ws = {ws:UInt32}) AS p ON p.k = a.head WHERE p.full != a.id`,
    { params: { ws, ids: [...ids] } },
  )
  return new Map(rows.map(({ id, standing }) => [id, standing]))
}

/** SQL of the keys of people for whom somebody else stands. */
export const standIns = (ws: number | '{ws:UInt32}') =>
  `(SELECT k FROM identity_heads FINAL WHERE ws = ${ws} AND kind = 'people' AND k != head)`
