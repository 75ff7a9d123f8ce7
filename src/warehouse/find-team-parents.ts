// Which team each team belongs to.
import type { Warehouse } from './client.ts'

/** Team → the one above it, both `source:id`; teams at the top are not there. */
export async function findTeamParents(warehouse: Warehouse, ws: number): Promise<Map<string, string>> {
  const rows = await warehouse.query<{ team: string; parent: string }>(
    `SELECT concat(toString(source), ':', id) AS team, parent_id_text AS parent FROM rec_teams FINAL WHERE ws = {ws:UInt32} AND parent_id_text != ''`,
    { params: { ws } },
  )
  return new Map(rows.map(({ team, parent }) => [team, parent]))
}
