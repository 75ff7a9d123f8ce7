import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { type FakeStripe, STRIPE_TOKEN, startFakeStripe } from '../fakes/fake-stripe.ts'
import { heldRecords, readBatches } from './read-batches.ts'

const DAY = 86_400
const START = Date.UTC(2026, 10, 20, 10)
const clock = {
  ms: START,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const source = findLinked('stripe')
const { link } = source
const open = (token = STRIPE_TOKEN) => link.open({ address: fake.origin, token, clock, keep: async () => undefined })
const read = (given: SyncBatch['state'] = {}, since: Date | null = null) => readBatches(link.fetch(open(), given, since), given)
const held = (batches: readonly SyncBatch[]) => {
  const { payments = [], invoices = [], contacts = [] } = heldRecords(source, batches)
  return { payments, invoices, contacts }
}
const idsOf = (rows: readonly Record<string, unknown>[]) => rows.map(({ id }) => String(id)).toSorted()

let fake: FakeStripe
const fakes: FakeStripe[] = []
const nowS = () => Math.floor(clock.ms / 1000)
const charge = (id: string, created: number, more: Record<string, unknown> = {}) => ({
  ...{ id, object: 'charge', created, amount: 1050, amount_captured: 1050, amount_refunded: 0, currency: 'eur', status: 'succeeded' },
  ...{ captured: true, paid: true, customer: 'cus_1', metadata: { deal_id: 'crm:17' }, ...more },
})
const invoice = (id: string, created: number, more: Record<string, unknown> = {}) => ({
  ...{ id, object: 'invoice', created, status: 'open', currency: 'eur', total: 1050, customer: 'cus_1', number: id },
  ...{ status_transitions: { finalized_at: created }, ...more },
})

beforeEach(async () => {
  clock.ms = START
  fake = await startFakeStripe(clock.now)
  fakes.push(fake)
  for (let nth = 0; nth < 11; nth += 1) fake.put('charge.succeeded', charge(`ch_${nth}`, nowS() - nth * 3 * DAY), nowS() - nth * 3 * DAY)
  fake.put('charge.succeeded', charge('ch_old', nowS() - 300 * DAY), nowS() - 300 * DAY)
  fake.put(
    'invoice.finalized',
    invoice('in_1', nowS() - 40 * DAY, { payments: { data: [{ payment: { charge: 'ch_1' } }] } }),
    nowS() - 40 * DAY,
  )
  fake.put(
    'refund.created',
    { id: 're_1', object: 'refund', created: nowS() - DAY, amount: 50, currency: 'eur', charge: 'ch_old', status: 'succeeded' },
    nowS() - DAY,
  )
  fake.put(
    'customer.created',
    { id: 'cus_1', object: 'customer', created: nowS() - 310 * DAY, name: 'Shop', email: 'a@shop.example' },
    nowS() - 310 * DAY,
  )
})
afterAll(() => Promise.all(fakes.map((one) => one.close())))

describe('Stripe, read by itself', () => {
  it('is connected by a key that was tried, and says what it may not read', async () => {
    await expect(link.check(open('rk_live_bad'))).rejects.toMatchObject({
      code: 'source_unavailable',
      message: expect.stringContaining('key'),
    })
    expect(await link.check(open())).toEqual({ name: 'Acme', currency: 'EUR' })
    fake.forbidden.add('/v1/disputes').add('/v1/account')
    expect(await link.rights!(open())).toEqual([
      { kind: 'contacts', may: true },
      { kind: 'invoices', may: true },
      { kind: 'payments', may: false },
    ])
    expect((await link.check(open())).name).toBe('Stripe')
    const { batches, error } = await read()
    expect(error).toBeNull()
    expect(idsOf(held(batches).payments)).toContain('ch_old')
  })

  it('reads charges, invoices, refunds and customers, the newest first, through faults', async () => {
    fake.faults = ['busy', 'error', 'cut', 'half', 'null', 'slow', 'down']
    const { batches, error } = await read()
    expect(error).toBeNull()
    const { payments, invoices, contacts } = held(batches)
    expect(idsOf(payments)).toEqual([...Array.from({ length: 11 }, (_, nth) => `ch_${nth}`), 'ch_old', 're_1'].toSorted())
    expect(payments.find(({ id }) => id === 're_1')).toMatchObject({
      amount: '0.50',
      kind: 'refund',
      deal_id: 'crm:17',
      contact_id: 'cus_1',
    })
    expect(idsOf(invoices)).toEqual(['in_1'])
    expect(idsOf(contacts)).toEqual(['cus_1'])
    const froms = batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0)
    expect(froms).toEqual(froms.toSorted((a, b) => b - a))
    expect(fake.tooMany).toBe(0)
  })

  it('then reads what is new and, by events, what changed of what is old', async () => {
    const { state, batches } = await read()
    clock.ms += DAY * 1000
    fake.asked.clear()
    const voidedAt = nowS() - 60
    fake.put(
      'invoice.voided',
      invoice('in_1', START / 1000 - 40 * DAY, { status: 'void', status_transitions: { voided_at: voidedAt } }),
      nowS() - 60,
    )
    fake.put('charge.succeeded', charge('ch_new', nowS() - 30), nowS() - 30)
    const next = await read(state)
    const { invoices, payments } = held([...batches, ...next.batches])
    expect(invoices[0]?.cancelled_at).toBe(new Date(voidedAt * 1000).toISOString())
    expect(idsOf(payments)).toContain('ch_new')
    expect([...fake.asked.values()].reduce((sum, n) => sum + n, 0)).toBeLessThan(10)
  })

  it('reads everything anew when it comes later than events are kept', async () => {
    const { state } = await read()
    fake.put(
      'invoice.voided',
      invoice('in_1', START / 1000 - 40 * DAY, { status: 'void', status_transitions: { voided_at: nowS() + DAY } }),
      nowS() + DAY,
    )
    clock.ms += 40 * DAY * 1000
    const { batches } = await read(state)
    expect(held(batches).invoices[0]).toMatchObject({ cancelled_at: expect.any(String) })
    expect(batches[0]!.completeFrom).not.toBeNull()
  })

  it('asks an older version of the API without what it does not know, and goes on where it was cut off', async () => {
    fake.isOld = true
    const fetched = link.fetch(open(), {}, null)
    const { state } = (await fetched.next()).value as SyncBatch
    fake.isDown = true
    await expect(fetched.next()).rejects.toMatchObject({ code: 'source_unavailable' })
    fake.isDown = false
    const { batches } = await read(state)
    expect(idsOf(held(batches).payments)).toContain('ch_old')
    expect(idsOf(held(batches).invoices)).toEqual(['in_1'])
  })

  it('takes a message for a hint, and nothing else for a message', () => {
    const hear = (body: string) => link.hook!.read({ body, headers: new Headers(), url: '' })
    expect(hear('{"id":"evt_9","object":"event","type":"charge.updated"}')).toEqual([{ object: 'event', id: 'evt_9' }])
    expect(hear('{"id":"ch_9","object":"charge"}')).toBeNull()
    expect(hear('nothing')).toBeNull()
  })
})
