import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hubspot } from '../../src/sources/hubspot/map.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { HubPortal, startFakeHubspot } from '../fakes/fake-hubspot.ts'
import type { FakeServer } from '../fakes/fake-server.ts'
import { heldRecords, readBatches } from './read-batches.ts'

const day = 86_400_000
const start = Date.UTC(2026, 10, 21, 10)
const clock = {
  ms: start,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const link = hubspot.link!
let portal: HubPortal
let fake: FakeServer

const open = (token = 'good-token') => link.open({ address: fake.origin, token, clock, keep: async () => undefined })

const read = (given: SyncBatch['state'] = {}, since: Date | null = null) => readBatches(link.fetch(open(), given, since), given)
const recordsOf = (batches: readonly SyncBatch[]) => heldRecords(hubspot, batches)

const stage = (id: string, order: number, isClosed: boolean, probability: string) => ({
  ...{ id, label: id, displayOrder: order, archived: false },
  metadata: { isClosed: String(isClosed), probability },
})
const iso = (ms: number) => new Date(ms).toISOString()

function makePortal(): HubPortal {
  const made = new HubPortal()
  const owner = { type: 'PERSON', email: 'a@b.c', firstName: 'Anna', lastName: 'K' }
  made.owners = [
    { ...owner, id: '501', userId: 123, archived: false, teams: [{ id: '9', name: 'East', primary: true }] },
    { ...owner, id: '502', userId: null, userIdIncludingInactive: 124, archived: true },
  ]
  const stages = [
    stage('new', 0, false, '0.2'),
    stage('sent', 1, false, '0.5'),
    stage('won', 2, true, '1.0'),
    stage('lost', 3, true, '0.0'),
  ]
  made.pipelines.deals = [{ id: 'default', label: 'Sales', displayOrder: 0, archived: false, stages }]
  made.pipelines.leads = []
  made.ownProperties.deals = ['region']
  return made
}

/** 240 deals over 200 days; each is sent after a day, every second won after ten, by the one who left. */
function fillDeals(made: HubPortal): void {
  for (let n = 1; n <= 240; n += 1) {
    const id = String(1000 + n)
    const at = start - 200 * day + n * 0.75 * day
    made.put('deals', id, at, {
      dealname: `Deal ${n}`,
      dealstage: 'new',
      pipeline: 'default',
      amount: '100',
      hubspot_owner_id: '501',
      region: 'East',
    })
    made.put('contacts', id, at, { firstname: `Client ${n}`, phone: `+38050${1_000_000 + n}` })
    made.link('deals', id, 'contacts', id)
    made.set('deals', id, at + day, { dealstage: 'sent', amount: '150.50' }, 123)
    if (n % 2 === 0) made.set('deals', id, at + 10 * day, { dealstage: 'won', closedate: iso(at + 10 * day), hs_is_closed: 'true' }, 124)
    const call = { hs_timestamp: iso(at + 60_000), hs_call_direction: 'OUTBOUND', hs_call_duration: '61000', hubspot_owner_id: '501' }
    made.put('calls', id, at + 60_000, call)
    made.link('calls', id, 'deals', id)
    made.link('calls', id, 'contacts', id)
  }
}

beforeEach(async () => {
  clock.ms = start
  portal = makePortal()
  fake = (await startFakeHubspot(() => portal, clock.now)).server
})
afterEach(() => fake.close())

describe('HubSpot, fetched', () => {
  it('gives every deal with its history, links and own properties, the newest first, within all limits', async () => {
    fillDeals(portal)
    const { batches, error, state } = await read()
    expect(error).toBeNull()
    const got = recordsOf(batches)
    expect(got.deals).toHaveLength(240)
    expect(got.deals!.filter(({ outcome }) => outcome === 'won')).toHaveLength(120)
    expect(got.deals!.find(({ id }) => id === '1002')).toMatchObject({
      ...{ contact_id: '1002', amount: '150.50', currency: 'EUR', stage_id: 'default/won', extra: { region: 'East' } },
      closed_at: iso(start - 200 * day + 1.5 * day + 10 * day),
    })
    expect(got.stage_changes).toHaveLength(240 * 2 + 120)
    expect(got.stage_changes!.filter(({ by_person_id }) => by_person_id === '502')).toHaveLength(120)
    expect(got.value_changes!.filter(({ field }) => field === 'amount')).toHaveLength(240)
    expect(got.touches!.every(({ id, contact_id, deal_id }) => contact_id === id && deal_id === id)).toBe(true)
    expect(got.people!.map(({ id }) => id)).toEqual(['501', '502'])
    const places = batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0)
    expect(places).toEqual(places.toSorted((a, b) => b - a))
    expect(state).toMatchObject({ isDone: true, cursor: start + 1000 })
    expect([fake.tooMany, portal.searchesRefused]).toEqual([0, 0])
  })

  it('reads 10,500 records of one moment whole, in parts, and goes on at its place after the daily limit', async () => {
    for (let n = 1; n <= 10_500; n += 1) portal.put('contacts', String(n), start - day, { firstname: `C${n}` })
    fake.onRequest = () => {
      if (fake.asked.get('/crm/v3/objects/contacts/batch/read') === 85) fake.faults = ['unpaid']
    }
    const cut = await read()
    expect(cut.error).toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('daily limit') })
    expect(recordsOf(cut.batches).contacts).toHaveLength(4000)
    expect(cut.batches.at(-1)!.completeFrom).toEqual(new Date(start + 1000))
    fake.onRequest = () => undefined
    fake.faults = []
    clock.ms += day
    const rest = await read(cut.state)
    expect(rest.error).toBeNull()
    expect(recordsOf([...cut.batches, ...rest.batches]).contacts).toHaveLength(10_500)
    expect(fake.asked.get('/crm/v3/objects/contacts/batch/read')).toBe(86 + 130)
  })

  it('finds what changed while it was read, and what search knew of only later', async () => {
    fillDeals(portal)
    const late = clock.ms - 2000
    portal.set('deals', '1001', late, { dealstage: 'lost', closed_lost_reason: 'Too dear' }, 123)
    let isMoved = false
    fake.onRequest = ({ path }) => {
      if (isMoved || path !== '/crm/v3/objects/deals/batch/read') return
      isMoved = true
      portal.set('deals', '1003', clock.ms, { dealstage: 'won', hs_is_closed: 'true' }, 123)
    }
    const first = await read()
    clock.ms += 60_000
    const next = await read(first.state)
    const got = recordsOf([...first.batches, ...next.batches])
    expect(got.deals!.find(({ id }) => id === '1001')).toMatchObject({ outcome: 'lost', lost_reason: 'Too dear', closed_at: iso(late) })
    expect(got.deals!.find(({ id }) => id === '1003')).toMatchObject({ outcome: 'won' })
    expect(got.deals).toHaveLength(240)
  })

  it('takes out what was deleted or merged, and points what hung on the merged one at the one that stays', async () => {
    fillDeals(portal)
    portal.put('line_items', '7', start - day, { name: 'Desk', quantity: '2', price: '100' })
    portal.put('line_items', '8', start - day, { name: 'Of a quote', quantity: '1', price: '100' })
    portal.link('line_items', '7', 'deals', '1005')
    const first = await read()
    expect(recordsOf(first.batches).deal_items).toEqual([expect.objectContaining({ id: '7', deal_id: '1005', product: 'Desk' })])
    clock.ms += day / 2
    portal.archive('deals', '1002', clock.ms)
    portal.archive('line_items', '7', clock.ms)
    portal.merge('contacts', '1004', '1003', clock.ms)
    clock.ms += day / 2
    const next = await read(first.state)
    expect(next.error).toBeNull()
    const got = recordsOf([...first.batches, ...next.batches])
    expect(got.deals).toHaveLength(239)
    expect(got.contacts).toHaveLength(239)
    expect(got.deal_items).toBeUndefined()
    expect([got.deals, got.touches].map((all) => all!.find(({ id }) => id === '1003')!.contact_id)).toEqual(['1004', '1004'])
    fake.asked.clear()
    await read(next.state)
    expect([...fake.asked.values()].reduce((sum, n) => sum + n, 0)).toBeLessThan(45)
  })

  it('follows links that take several pages', async () => {
    portal.put('contacts', '1', start - day, { firstname: 'A' })
    portal.put('contacts', '2', start - day, { firstname: 'B' })
    for (let n = 100; n < 150; n += 1) {
      portal.put('deals', String(n), start - day, { dealname: 'D', dealstage: 'new', pipeline: 'default' })
      portal.link('deals', String(n), 'contacts', '1')
    }
    const first = await read()
    clock.ms += day
    portal.merge('contacts', '2', '1', clock.ms - day / 2)
    const next = await read(first.state)
    expect(recordsOf(next.batches).deals!.filter(({ contact_id }) => contact_id === '2')).toHaveLength(50)
  })

  it('does without what the portal or its token lacks, and names the scope it cannot do without', async () => {
    fillDeals(portal)
    portal.hidden = new Set(['leads', 'calls', 'emails'])
    const { batches, error } = await read()
    expect(error).toBeNull()
    expect(recordsOf(batches).deals).toHaveLength(240)
    expect(recordsOf(batches).touches).toBeUndefined()
    portal.hidden.add('deals')
    await expect(link.check(open())).rejects.toMatchObject({ hint: expect.stringContaining('crm.objects.deals.read') })
    expect((await read()).error).toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('deals') })
  })

  it('waits where it was too fast, tries again where it failed, and stops in plain words where that is no use', async () => {
    fillDeals(portal)
    fake.faults = ['busy', 'error', 'cut', 'down', 'half']
    const { error } = await read({}, new Date(start - 20 * day))
    expect(error).toBeNull()
    await expect(link.check(open('bad-token'))).rejects.toMatchObject({ message: expect.stringContaining('token') })
    expect(await link.check(open())).toEqual({ name: 'HubSpot 1234567', currency: 'EUR' })
    portal.dailyLeft = 20_000
    expect((await read()).error).toMatchObject({ message: expect.stringContaining('nearly used up') })
  })
})
