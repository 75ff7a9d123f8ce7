// Whose letters are a company's business: the addresses of its contacts.
import type { Warehouse } from './client.ts'

const ROWS_MAX = 2_000_000

/** E-mails of all contacts of a workspace, in small letters. */
export async function findCorrespondents(warehouse: Warehouse, ws: number): Promise<Set<string>> {
  const rows = await warehouse.query<{ address: string }>(
    `SELECT DISTINCT lowerUTF8(arrayJoin(email)) AS address FROM rec_contacts FINAL WHERE ws = {ws:UInt32} AND notEmpty(email) LIMIT ${ROWS_MAX}`,
    { params: { ws } },
  )
  return new Set(rows.map(({ address }) => address))
}
