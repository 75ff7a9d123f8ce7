import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Warehouse } from '../../src/warehouse/client.ts'
import { type RezoneJournal, rezoneRecords } from '../../src/warehouse/ingest/rezone.ts'
import { listOpenRuns } from '../../src/warehouse/ingest/runs.ts'
import { nowMs, openRecordHouse, type RecordHouse } from './record-house.ts'

let house: RecordHouse

beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

const records = {
  leads: [
    { id: 'instant', created_at: '2026-03-05T10:00:00Z', closed_at: '2026-03-06' },
    { id: 'local', created_at: '2026-07-05 10:00', updated_at: '2026-07-05T10:00:00Z' },
    { id: 'fixed', created_at: '2026-03-05T10:00:00+02:00' },
  ],
  stage_changes: [
    { entity: 'lead', entity_id: 'local', stage_id: 's', at: '2026-07-05 10:00' },
    { entity: 'lead', entity_id: 'local', stage_id: 's', at: '2026-07-05T12:00:00Z' },
    { id: 'own', entity: 'lead', entity_id: 'local', stage_id: 's', at: '2026-07-06' },
  ],
}

const unkept = (): RezoneJournal => ({ kinds: new Map(), note: async () => undefined })

it('a workspace moved to another zone holds what the same files say there', async () => {
  const [moved, fresh] = [house.workspace(), house.workspace()]
  await moved.send(records, { zone: 'Europe/Kyiv' })
  await fresh.send(records, { zone: 'America/New_York' })
  expect(await rezoneRecords(house.warehouse, { ws: moved.ws, oldZone: 'Europe/Kyiv', newZone: 'America/New_York', nowMs }, unkept())).toBe(
    4,
  )
  for (const [kind, columns] of [
    ['leads', 'id, k, created_at, created_at_precision, closed_at, content'],
    ['stage_changes', 'id, k, at, at_precision, content'],
  ] as const)
    expect(await moved.rows(kind, columns)).toEqual(await fresh.rows(kind, columns))
  const again = await moved.send(records, { zone: 'America/New_York' })
  expect(again.kinds).toMatchObject({ leads: { accepted: 0, unchanged: 3 }, stage_changes: { accepted: 0, unchanged: 3 } })
  expect((await listOpenRuns(house.warehouse, moved.ws)).some(({ isFull }) => isFull)).toBe(true)
})

it('nothing moves where no time is local', async () => {
  const workspace = house.workspace()
  await workspace.send({ leads: [{ id: 1, created_at: 0 }] })
  expect(await rezoneRecords(house.warehouse, { ws: workspace.ws, oldZone: 'UTC', newZone: 'Europe/Kyiv', nowMs }, unkept())).toBe(0)
})

/** Dies before the write of this number, or right after it. */
function dyingAt(warehouse: Warehouse, at: number, isDone: boolean): Warehouse {
  let writes = 0
  const dying = async (work: () => Promise<void>) => {
    if (++writes === at && !isDone) throw new Error('killed')
    await work()
    if (writes === at) throw new Error('killed')
  }
  return {
    ...warehouse,
    command: (sql, options) => dying(() => warehouse.command(sql, options)),
    insertRows: (table, rows, options) => dying(() => warehouse.insertRows(table, rows, options)),
  }
}

it('cut off anywhere and taken up again it ends the same', async () => {
  const zones = { oldZone: 'Europe/Kyiv', newZone: 'America/New_York' }
  const fresh = house.workspace()
  await fresh.send(records, { zone: zones.newZone })
  const said = async (of: typeof fresh) => [
    await of.rows('leads', 'id, k, created_at, closed_at, content, is_deleted'),
    await of.rows('stage_changes', 'id, k, at, content, is_deleted'),
  ]
  const wanted = await said(fresh)
  let cuts = 0
  for (let at = 1; ; at++) {
    const moved = house.workspace()
    await moved.send(records, { zone: zones.oldZone })
    let kinds: RezoneJournal['kinds'] = new Map()
    const journal = () => ({
      kinds,
      note: async (all: RezoneJournal['kinds']) => {
        kinds = new Map(all)
      },
    })
    const dying = dyingAt(house.warehouse, at, at % 2 === 0)
    const [first] = await Promise.allSettled([rezoneRecords(dying, { ws: moved.ws, ...zones, nowMs }, journal())])
    if (first.status === 'fulfilled') break
    cuts += 1
    await rezoneRecords(house.warehouse, { ws: moved.ws, ...zones, nowMs }, journal())
    expect(await said(moved)).toEqual(wanted)
  }
  expect(cuts).toBeGreaterThan(4)
})
