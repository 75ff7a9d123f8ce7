// What the parts of one answer ask alike, such as the plans or who is in which team, is read once.
import type { QueryOptions, Warehouse } from '../warehouse/client.ts'
import type { House } from './open-house.ts'

/** Longer lists are not kept until the end of the answer. */
const ROWS_KEPT_MAX = 5000

/** The house for the time of one answer: a statement with the same values and settings is asked once. Whoever may give up reads alone. */
export function readOnce(house: House): House {
  const { warehouse } = house
  const asked = new Map<string, Promise<unknown[]>>()
  const query: Warehouse['query'] = async <T>(sql: string, options: QueryOptions = {}): Promise<T[]> => {
    if (options.signal !== undefined) return warehouse.query<T>(sql, options)
    const key = JSON.stringify([sql, options])
    const found = asked.get(key) ?? ask(key, sql, options)
    return [...(await found)] as T[]
  }
  return { ...house, warehouse: { ...warehouse, query } }

  function ask(key: string, sql: string, options: QueryOptions): Promise<unknown[]> {
    const found = warehouse.query<unknown>(sql, options)
    asked.set(key, found)
    found.then(
      (rows) => {
        if (rows.length > ROWS_KEPT_MAX) asked.delete(key)
      },
      () => asked.delete(key),
    )
    return found
  }
}
