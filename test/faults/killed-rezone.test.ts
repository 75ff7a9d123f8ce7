// A change of the time zone that was cut off is carried through by the next start, and by whoever writes next.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { catchUpFacts } from '../../src/app/catch-up-facts.ts'
import { ingestRecords } from '../../src/app/ingest-records.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { patchSettings } from '../../src/app/patch-settings.ts'
import { findRezone } from '../../src/store/tables/rezones.ts'
import { createWorkspace } from '../../src/store/tables/workspaces.ts'

let house: House
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rumb-rezone-'))
  house = await openHouse({ data: dir, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

const now = new Date('2026-11-01T00:00:00Z')
const batch = { source: 'crm', records: { leads: [{ id: '1', created_at: '2026-07-05 10:00' }] } }

async function workspaceIn(id: string, timezone: string): Promise<number> {
  const { num } = await createWorkspace(house.store.db, { id, createdAt: now, settings: { timezone } })
  await ingestRecords(house, { workspace: id, now, batch })
  return num
}

/** The house, whose engine dies when staged rows are copied. */
function dying(): House {
  const command: House['warehouse']['command'] = (sql, options) => {
    if (sql.startsWith('INSERT INTO rec_')) throw new Error('killed')
    return house.warehouse.command(sql, options)
  }
  return { ...house, warehouse: { ...house.warehouse, command } }
}

const created = (ws: number) =>
  house.warehouse.query(
    `SELECT * FROM (SELECT 'lead' AS what, id, toString(created_at) AS at FROM rec_leads FINAL WHERE ws = ${ws}
     UNION ALL SELECT 'fact', id, toString(created_at) FROM fact_leads FINAL WHERE ws = ${ws}) ORDER BY what`,
  )

it.each(['the next start', 'the next records'])('is carried through by %s', async (by) => {
  const id = by.replaceAll(' ', '-')
  const fresh = await workspaceIn(`${id}-fresh`, 'America/New_York')
  const moved = await workspaceIn(id, 'Europe/Kyiv')
  await expect(patchSettings(dying(), { workspace: id, patch: { timezone: 'America/New_York' }, now })).rejects.toThrow('killed')
  expect(await created(moved)).not.toEqual(await created(fresh))
  if (by === 'the next start') await catchUpFacts(house)
  else await ingestRecords(house, { workspace: id, now, batch })
  expect(await created(moved)).toEqual(await created(fresh))
  expect(await findRezone(house.store.db, moved)).toBeNull()
})
