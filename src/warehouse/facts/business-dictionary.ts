// The dictionary that answers "how many business seconds had passed in this calendar by that moment", over calendar_spans.
// Every server of a cluster holds all calendars: what a query joins from its parts is computed where it was asked.
import type { Warehouse } from '../client.ts'
import { onCluster } from '../ddl.ts'
import { quote } from './context.ts'

/** As whom a server may read its own tables, where its default user may not. */
export type DictionaryReader = { user: string; password: string }

const NAME = 'business_time'
const ATTRIBUTES = { done_s: 'Float64', working: 'UInt8', start_s: 'Int64' }

/** Creates and loads the dictionary where it is not; can be repeated. Its table exists. */
export async function createBusinessDictionary(warehouse: Warehouse, reader?: DictionaryReader): Promise<void> {
  if (await isLoaded(warehouse)) return
  const [row] = await warehouse.query<{ db: string }>('SELECT currentDatabase() AS db')
  const create = async (as: string) => {
    await warehouse.command(printCreateDictionary(warehouse, row?.db ?? 'default', as))
    await reloadBusinessDictionary(warehouse)
  }
  if (reader === undefined) return create('')
  // TRICKY: a server reads its own tables for a dictionary as its default user; one that has none says so at the first load.
  const [asDefault] = await Promise.allSettled([create('')])
  if (asDefault.status === 'rejected') await create(`USER ${quote(reader.user)} PASSWORD ${quote(reader.password)} `)
}

/** Reads the calendars again on every server. */
export async function reloadBusinessDictionary(warehouse: Warehouse): Promise<void> {
  await warehouse.command(`SYSTEM RELOAD DICTIONARY${onCluster(warehouse.topology)} ${NAME}`)
}

async function isLoaded(warehouse: Warehouse): Promise<boolean> {
  const [row] = await warehouse.query<{ status: string; attributes: string[] }>(
    `SELECT toString(status) AS status, \`attribute.names\` AS attributes FROM system.dictionaries WHERE database = currentDatabase() AND name = '${NAME}'`,
  )
  return row?.status === 'LOADED' && Object.keys(ATTRIBUTES).every((name) => row.attributes.includes(name))
}

function printCreateDictionary({ topology }: Warehouse, database: string, as: string): string {
  const rows = `SELECT calendar, from_s, to_s, done_s, toUInt8(working) AS working, from_s AS start_s FROM ${database}.calendar_spans FINAL WHERE is_deleted = 0`
  const attributes = Object.entries(ATTRIBUTES).map(([name, type]) => `${name} ${type}`)
  return `CREATE OR REPLACE DICTIONARY ${NAME}${onCluster(topology)} (calendar UInt64, from_s Int64, to_s Int64, ${attributes.join(', ')})
PRIMARY KEY calendar
SOURCE(CLICKHOUSE(${as}QUERY ${quote(rows)}))
LAYOUT(RANGE_HASHED()) RANGE(MIN from_s MAX to_s)
LIFETIME(0)`
}
