// Do both engines answer?
import { sql } from 'kysely'
import type { House } from './open-house.ts'

export type Health = { status: 'ok' | 'failing'; engines: { clickhouse: boolean; postgres: boolean } }

export async function checkHealth(house: House): Promise<Health> {
  const [clickhouse, postgres] = await Promise.allSettled([house.warehouse.ping(), sql`select 1`.execute(house.store.db)])
  const engines = { clickhouse: clickhouse.status === 'fulfilled', postgres: postgres.status === 'fulfilled' }
  return { status: engines.clickhouse && engines.postgres ? 'ok' : 'failing', engines }
}
