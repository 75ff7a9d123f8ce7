// The company's numbers that clients called, each with how many of them did.
import type { Warehouse } from './client.ts'

const LINES_MAX = 200

export async function findLines(warehouse: Warehouse, ws: number): Promise<{ line: string; callers: number }[]> {
  const rows = await warehouse.query<{ line: string; callers: string }>(
    `SELECT toString(line) AS line, uniqExact(number) AS callers FROM fact_touches FINAL
     WHERE ws = {ws:UInt32} AND is_deleted = 0 AND kind = 'call' AND direction = 'in' AND line != '' GROUP BY line ORDER BY callers DESC, line LIMIT ${LINES_MAX}`,
    { params: { ws } },
  )
  return rows.map(({ line, callers }) => ({ line, callers: Number(callers) }))
}
