import { afterAll, beforeAll, expect, it } from 'vitest'
import { rezoneRecords } from '../../src/warehouse/ingest/rezone.ts'
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

it('a workspace moved to another zone holds what the same files say there', async () => {
  const [moved, fresh] = [house.workspace(), house.workspace()]
  await moved.send(records, { zone: 'Europe/Kyiv' })
  await fresh.send(records, { zone: 'America/New_York' })
  expect(await rezoneRecords(house.warehouse, { ws: moved.ws, oldZone: 'Europe/Kyiv', newZone: 'America/New_York', nowMs })).toBe(4)
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
  expect(await rezoneRecords(house.warehouse, { ws: workspace.ws, oldZone: 'UTC', newZone: 'Europe/Kyiv', nowMs })).toBe(0)
})
