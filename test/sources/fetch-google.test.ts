import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { type FakeGoogle, GOOGLE_TOKEN, startFakeGoogle } from '../fakes/fake-google.ts'
import { readBatches } from './read-batches.ts'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 10, 20, 10)
const clock = {
  ms: START,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const { link, map } = findLinked('google')
let kept: string[] = []
const keep = async (token: string) => void kept.push(token)
const open = (token = GOOGLE_TOKEN) => link.open({ address: fake.origin, token, clock, keep })
const read = (given: SyncBatch['state'] = {}, since: Date | null = null, token = GOOGLE_TOKEN) =>
  readBatches(link.fetch(open(token), given, since), given)
const known = { correspondents: new Set(['client@shop.example']) }
const idsOf = (batches: readonly SyncBatch[]) => [
  ...new Set(
    batches.flatMap(({ answers }) =>
      map(answers, known).records.flatMap(({ kind, values }) => (kind === 'touches' ? [String(values.id)] : [])),
    ),
  ),
]

let fake: FakeGoogle
const fakes: FakeGoogle[] = []
const letter = (id: string, daysAgo: number, from = 'client@shop.example') => {
  const headers = { From: from, To: 'olya@our.example', 'Message-ID': `<${id}@x>`, Subject: id }
  return { id, at: START - daysAgo * DAY_MS, labels: ['INBOX'], headers }
}
const event = (id: string, at: number, more: Record<string, unknown> = {}) => ({
  ...{
    id,
    kind: 'calendar#event',
    status: 'confirmed',
    summary: id,
    updated: new Date(at).toISOString(),
    created: '2026-01-01T10:00:00.000Z',
  },
  ...{ start: { dateTime: new Date(at).toISOString() }, end: { dateTime: new Date(at + 3_600_000).toISOString() } },
  organizer: { email: 'olya@our.example', self: true },
  attendees: [{ email: 'client@shop.example', responseStatus: 'accepted' }],
  ...more,
})

beforeEach(async () => {
  clock.ms = START
  kept = []
  fake = await startFakeGoogle(clock.now)
  fakes.push(fake)
  for (let nth = 8; nth >= 0; nth -= 1) fake.add(letter(`m${nth}`, nth * 10, nth === 4 ? 'friend@home.example' : undefined))
  for (let nth = 0; nth < 4; nth += 1) fake.events.push(event(`e${nth}`, START - nth * DAY_MS))
})
afterAll(() => Promise.all(fakes.map((one) => one.close())))

describe('Gmail and Google Calendar, read by themselves', () => {
  it('are connected by a token that reads both, and say which they may not', async () => {
    await expect(link.check(open('bad'))).rejects.toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('token') })
    expect(await link.check(open())).toEqual({ name: 'olya@our.example', currency: null })
    fake.forbidden.add('/calendar/v3/calendars/primary/events')
    expect(await link.rights!(open())).toEqual([
      { kind: 'emails', may: true },
      { kind: 'meetings', may: false },
    ])
    expect(idsOf((await read()).batches)).not.toContain('e1')
  })

  it('read letters of clients and meetings with them, the newest first, through faults', async () => {
    fake.faults = ['busy', 'error', 'cut', 'half', 'null', 'slow', 'down']
    const { batches, error } = await read()
    expect(error).toBeNull()
    expect(idsOf(batches)).toEqual(['e0', 'e1', 'e2', 'e3', 'm0@x', 'm1@x', 'm2@x', 'm3@x', 'm5@x', 'm6@x', 'm7@x', 'm8@x'])
    const froms = batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0)
    expect(froms).toEqual(froms.toSorted((a, b) => b - a))
    expect(froms.at(-1)).toBe(0)
    expect(fake.tooMany).toBe(0)
  })

  it('then read only what is new, and a meeting that was called off', async () => {
    const { state } = await read()
    clock.ms += 900_000
    fake.asked.clear()
    const quiet = await read(state)
    expect(idsOf(quiet.batches)).toEqual([])
    expect([...fake.asked.values()].reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(3)
    for (const nth of [1, 2, 3, 4]) fake.add(letter(`n${nth}`, -nth))
    fake.letters = fake.letters.filter(({ id }) => id !== 'n2')
    fake.events[1] = event('e1', START - DAY_MS, { status: 'cancelled', updated: new Date(clock.ms).toISOString() })
    const { batches } = await read(quiet.state)
    expect(idsOf(batches).toSorted()).toEqual(['e1', 'n1@x', 'n3@x', 'n4@x'])
    const cancelled = batches.flatMap(({ answers }) => map(answers, known).records).find(({ values }) => values.id === 'e1')
    expect(cancelled?.values.outcome).toBe('cancelled')
  })

  it('read everything anew where the history or a token has expired, and go on after a page that did', async () => {
    const { state } = await read()
    fake.add(letter('n1', -1))
    fake.historyFrom = fake.history.length
    fake.epoch += 1
    expect(idsOf((await read(state)).batches)).toEqual(expect.arrayContaining(['n1@x', 'm8@x', 'e3']))
    const fetched = link.fetch(open(), {}, null)
    let place: SyncBatch['state'] = {}
    for (let parts = 0; parts < 4; parts += 1) place = ((await fetched.next()).value as SyncBatch).state
    fake.epoch += 1
    expect(idsOf((await read(JSON.parse(JSON.stringify(place)))).batches)).toEqual(expect.arrayContaining(['m8@x', 'e0']))
  })

  it('go no further back than told, and look through the last month again once a day', async () => {
    const { state, batches } = await read({}, new Date(START - 45 * DAY_MS))
    expect(idsOf(batches)).not.toContain('m8@x')
    known.correspondents.add('friend@home.example')
    fake.letters.find(({ id }) => id === 'm4')!.at = START - 5 * DAY_MS
    clock.ms += 2 * DAY_MS
    expect(idsOf((await read(state, new Date(START - 45 * DAY_MS))).batches)).toContain('m4@x')
    known.correspondents.delete('friend@home.example')
  })

  it('renew the token of an application before it is used, and keep it', async () => {
    const { error } = await read({}, null, fake.application)
    expect(error).toBeNull()
    expect(fake.renewals().made).toBeGreaterThan(0)
    expect(fake.renewals().misused).toBe(0)
    expect(JSON.parse(kept.at(-1)!)).toMatchObject({ access_token: expect.stringMatching(/^access-/) })
  })

  it('read the boxes of several people with the key of a service account', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    const key = { type: 'service_account', client_email: 'robot@project.example', private_key: privateKey }
    expect(() => open(JSON.stringify(key))).toThrow(/whose boxes/)
    const token = JSON.stringify({ ...key, users: ['Olya@our.example', 'petro@our.example'] })
    expect((await link.check(open(token))).name).toBe('olya@our.example, olya@our.example')
    expect(fake.subjects).toEqual(['olya@our.example', 'petro@our.example'])
    expect(kept).toEqual([])
  })
})
