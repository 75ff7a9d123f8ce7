import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { type FakeAds, META_TOKEN, startFakeAds, YANDEX_TOKEN } from '../fakes/fake-ads.ts'
import { heldRecords, readBatches } from './read-batches.ts'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 10, 20, 10)
const clock = {
  ms: START,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
let fake: FakeAds
/** A token that was renewed is kept; the one before it is good no more. */
let kept: string[] = []
const fakes: FakeAds[] = []
const dayOf = (daysAgo: number) => new Date(START - daysAgo * DAY_MS).toISOString().slice(0, 10)
const spent = (daysAgo: number, id: string, cents: number) => ({
  day: dayOf(daysAgo),
  id,
  name: `Campaign ${id}`,
  cents,
  clicks: 3,
  views: 40,
})

beforeEach(async () => {
  clock.ms = START
  kept = []
  fake = await startFakeAds(clock.now)
  fakes.push(fake)
  // Whole units on purpose: millions of millionths, and yet none.
  for (const daysAgo of [1, 2, 31, 95]) fake.spend.push(spent(daysAgo, '7', 10_000), spent(daysAgo, '8', 250))
})
afterAll(() => Promise.all(fakes.map((one) => one.close())))

const systems = [
  { system: 'yandex-direct', currency: 'RUB', vat: true, token: () => YANDEX_TOKEN, bad: 'y0_bad', name: 'acme' },
  { system: 'google-ads', currency: 'EUR', vat: undefined, token: () => kept.at(-1) ?? fake.application, bad: null, name: 'Acme' },
  { system: 'meta-ads', currency: 'USD', vat: undefined, token: () => META_TOKEN, bad: '12345:bad', name: 'Acme' },
]

describe.each(systems)('$system, read by itself', ({ system, currency, vat, token, bad, name }) => {
  const source = findLinked(system)
  const { link } = source
  const open = (given: string) =>
    link.open({ address: link.readAddress!(fake.origin), token: given, clock, keep: async (next) => void kept.push(next) })
  const read = (given: SyncBatch['state'] = {}, since: Date | null = null) => readBatches(link.fetch(open(token()), given, since), given)
  const spendOf = (batches: readonly SyncBatch[]) =>
    (heldRecords(source, batches).spend ?? [])
      .map((one) => [one.day, String(one.amount)])
      .toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
  const truth = () => fake.spend.map(({ day, cents }) => [day, String(cents / 100)])
  const plain = (rows: unknown[][]) =>
    rows.map(([day, amount]) => [day, String(Number(amount))]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))

  it('is connected by a token that was tried', async () => {
    expect(await link.check(open(token()))).toEqual({ name, currency })
    if (bad !== null)
      await expect(link.check(open(bad))).rejects.toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('token') })
    else expect(() => open('{}')).toThrow(/customer_id/)
  })

  it('reads the spend of each day, the newest first, through faults, to the cent', async () => {
    fake.faults = ['error', 'cut', 'half', 'slow', 'down']
    const { batches, error } = await read()
    expect(error).toBeNull()
    expect(plain(spendOf(batches))).toEqual(plain(truth()))
    const [first] = heldRecords(source, batches).spend!
    expect(first).toMatchObject({ currency, clicks: '3', impressions: '40' })
    expect(first!.with_vat).toBe(vat)
    const froms = batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0)
    expect(froms).toEqual(froms.toSorted((a, b) => b - a))
    expect(froms.at(-1)).toBe(0)
    expect(fake.tooMany).toBe(0)
    expect(fake.periods.every(([from, to]) => from <= to && to <= dayOf(0))).toBe(true)
  })

  it('then asks for the last days only, once a day for the last month: figures are corrected', async () => {
    const { state, batches } = await read()
    fake.periods = []
    clock.ms += 3_600_000
    const second = await read(state)
    expect(fake.periods.length).toBeGreaterThan(0)
    expect(fake.periods.every(([from]) => from >= dayOf(4))).toBe(true)
    fake.spend[0]!.cents = 12_345
    fake.spend.push({ ...spent(20, '9', 777) })
    clock.ms += 2 * DAY_MS
    const third = await read(second.state)
    expect(plain(spendOf([...batches, ...second.batches, ...third.batches]))).toEqual(plain(truth()))
  })

  it('goes on where it was cut off', async () => {
    const fetched = link.fetch(open(token()), {}, null)
    const { state } = (await fetched.next()).value as SyncBatch
    fake.isDown = true
    await expect(fetched.next()).rejects.toMatchObject({ code: 'source_unavailable' })
    fake.isDown = false
    const { batches } = await read(JSON.parse(JSON.stringify(state)))
    expect(plain(spendOf(batches)).map(([day]) => day)).toContain(dayOf(95))
  })
})

it('renews the token of Google Ads and keeps it; a wrong customer is told in plain words', async () => {
  const { link } = findLinked('google-ads')
  const open = (token: string) =>
    link.open({ address: link.readAddress!(fake.origin), token, clock, keep: async (next) => void kept.push(next) })
  await link.check(open(fake.application))
  expect(JSON.parse(kept[0]!)).toMatchObject({ customer_id: '123-456-7890', access_token: 'access-1' })
  const other = JSON.stringify({ ...JSON.parse(kept[0]!), customer_id: '111' })
  await expect(link.check(open(other))).rejects.toMatchObject({ message: expect.stringContaining('USER_PERMISSION_DENIED') })
  expect(link.readAddress!('')).toBe('https://googleads.googleapis.com/v25')
  expect(link.readAddress!('https://googleads.googleapis.com/v31/x')).toBe('https://googleads.googleapis.com/v31')
})

it('has Meta make a report where a period is too much for one answer', async () => {
  const source = findLinked('meta-ads')
  fake.daysMax = 10
  const client = source.link.open({ address: source.link.readAddress!(fake.origin), token: META_TOKEN, clock, keep: async () => undefined })
  const { batches, error } = await readBatches(source.link.fetch(client, {}, new Date(START - 100 * DAY_MS)), {})
  expect(error).toBeNull()
  expect(heldRecords(source, batches).spend).toHaveLength(fake.spend.length)
})
