// Lets a source read rows of a customer's database: the warehouse does it, with its own table functions.
import type { ReadRows } from '../sources/source.ts'
import { readForeign } from '../warehouse/read-foreign.ts'
import type { House } from './open-house.ts'

export function rowsReader({ warehouse }: House): ReadRows {
  return async ({ place, table, column, from, until, rowsMax }) => {
    const changed = { column, since: from ?? '1970-01-01 00:00:00', ...(until === undefined ? {} : { until }) }
    const { headers, rows } = await readForeign(warehouse, place, { table, changed, ...(rowsMax === undefined ? {} : { rowsMax }) })
    return rows.map((cells) => Object.fromEntries(headers.map((header, at) => [header, cells[at]])))
  }
}
