import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenFor, openRecordHouse, type RecordHouse } from '../../../test/shared/record-house.ts'
import { loadFactContext } from './load-context.ts'

let house: RecordHouse
beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

const at = '2026-03-05T10:00:00Z'

test('a source with deals and without leads is a one-card source, also when its leads are all deleted', async () => {
  await house.take(1, { deals: [{ id: '1', created_at: at }], leads: [{ id: '1', created_at: at }] }, 'crm')
  await house.take(1, { deals: [{ id: '1', created_at: at }] }, 'pbx')
  expect((await loadFactContext(house.warehouse, givenFor(1))).oneCardSources).toEqual(['pbx'])
  await house.take(1, { leads: [{ id: '1', created_at: at, updated_at: at, deleted: true }] }, 'crm')
  expect((await loadFactContext(house.warehouse, givenFor(1))).oneCardSources).toEqual(['crm', 'pbx'])
})

test('sources are known by what they send, of this workspace only', async () => {
  await house.take(2, { touches: [{ id: '1', kind: 'call', direction: 'out', at }] }, 'pbx')
  await house.take(2, { owner_changes: [{ entity: 'lead', entity_id: '1', owner_id: 'ann', at }] }, 'crm')
  expect((await loadFactContext(house.warehouse, givenFor(2))).sourcesWith).toEqual({ ownerChanges: ['crm'], touches: ['pbx'] })
  expect((await loadFactContext(house.warehouse, givenFor(3))).sourcesWith).toEqual({ ownerChanges: [], touches: [] })
})

test('heads, robots and the like do not sell; whoever has no role does', async () => {
  const people = ['seller', 'caller', 'account', 'head', 'robot', undefined].map((role, i) => ({ id: String(i), name: `P${i}`, role }))
  await house.take(4, { people })
  const names = await house.names(people.map(({ id }) => `crm:${id}`))
  const { notSelling } = await loadFactContext(house.warehouse, givenFor(4))
  expect(notSelling.map((key) => names.get(key)).toSorted()).toEqual(['crm:3', 'crm:4'])
})

test('the channel group follows the rules of the workspace', async () => {
  const rules = [{ channel_group: 'partner', when: [{ field: 'channel', op: 'contains', value: 'инстаграм' }] }]
  await house.take(5, {
    leads: [
      { id: '1', created_at: at, channel: 'Инстаграм Олега' },
      { id: '2', created_at: at },
    ],
  })
  await house.take(5, { visits: [{ visitor_id: 'v', at, url: 'https://ours.example/' }] })
  const { channelGroup } = await loadFactContext(house.warehouse, givenFor(5, { channel_rules: rules }))
  expect(
    await house.warehouse.query(`SELECT ${channelGroup('l', 'lead')} AS g FROM rec_leads AS l FINAL WHERE l.ws = 5 ORDER BY l.id`),
  ).toEqual([{ g: 'partner' }, { g: '' }])
  expect(await house.warehouse.query(`SELECT ${channelGroup('v', 'visit')} AS g FROM rec_visits AS v FINAL WHERE v.ws = 5`)).toEqual([
    { g: 'direct' },
  ])
})
