// Who has which telephone extension, as other sources tell: telephony knows only the number.
import type { Warehouse } from './client.ts'

/** Extension -> `source:id`; one that two people have is nobody's. */
export async function findExtensions(warehouse: Warehouse, { ws, source }: { ws: number; source: string }): Promise<Map<string, string>> {
  const rows = await warehouse.query<{ extension: string; person: string }>(
    `SELECT extension, any(who) AS person FROM (
      SELECT concat(toString(source), ':', id) AS who, arrayJoin(extensions) AS extension FROM rec_people FINAL
      WHERE ws = {ws:UInt32} AND source != {source:String} AND notEmpty(extensions)
    ) GROUP BY extension HAVING uniqExact(who) = 1 LIMIT 100000`,
    { params: { ws, source } },
  )
  return new Map(rows.map(({ extension, person }) => [extension, person]))
}
