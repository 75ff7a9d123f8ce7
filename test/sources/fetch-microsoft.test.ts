import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { type FakeMicrosoft, MICROSOFT_TOKEN, startFakeMicrosoft } from '../fakes/fake-microsoft.ts'
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
const { link, map } = findLinked('microsoft')
let kept: string[] = []
const open = (token = MICROSOFT_TOKEN) => link.open({ address: fake.origin, token, clock, keep: async (next) => void kept.push(next) })
const read = (given: SyncBatch['state'] = {}, token = MICROSOFT_TOKEN) => readBatches(link.fetch(open(token), given, null), given)
const known = { correspondents: new Set(['client@shop.example']) }
const touchesOf = (batches: readonly SyncBatch[]) =>
  batches.flatMap(({ answers }) => map(answers, known).records.flatMap(({ kind, values }) => (kind === 'touches' ? [values] : [])))
const idsOf = (batches: readonly SyncBatch[]) => [...new Set(touchesOf(batches).map(({ id }) => String(id)))].toSorted()

let fake: FakeMicrosoft
const fakes: FakeMicrosoft[] = []
const person = (address: string) => ({ emailAddress: { address, name: address } })
function put(folder: string, id: string, daysAgo: number, { from = 'client@shop.example', to = 'olya@our.example' } = {}): void {
  const at = new Date(START - daysAgo * DAY_MS).toISOString()
  fake.seq += 1
  const common = { id: `g-${id}`, folder, seq: fake.seq, internetMessageId: `<${id}@x>`, conversationId: 'c', subject: id, isDraft: false }
  fake.messages.push({ ...common, receivedDateTime: at, sentDateTime: at, from: person(from), toRecipients: [person(to)] })
}
function meet(id: string, daysAgo: number, more: Record<string, unknown> = {}): void {
  const at = START - daysAgo * DAY_MS
  const moment = (ms: number) => ({ dateTime: new Date(ms).toISOString().replace('Z', '0000'), timeZone: 'UTC' })
  fake.seq += 1
  const whole = { organizer: person('olya@our.example'), attendees: [{ ...person('client@shop.example'), type: 'required' }], iCalUId: id }
  const event = { id, seq: fake.seq, type: 'singleInstance', start: moment(at), end: moment(at + 3_600_000), isAllDay: false }
  fake.events.push({ ...event, ...(more.type === 'occurrence' ? {} : whole), ...more })
}

beforeEach(async () => {
  clock.ms = START
  kept = []
  fake = await startFakeMicrosoft(clock.now)
  fakes.push(fake)
  for (let nth = 0; nth < 5; nth += 1) put('f-in', `in${nth}`, nth * 20)
  put('f-in', 'friend', 3, { from: 'friend@home.example' })
  put('f-sent', 'out', 2, { from: 'olya@our.example', to: 'client@shop.example' })
  put('f-shop', 'moved', 30)
  put('f-junk', 'spam', 1)
  meet('e1', 4)
  meet('series', 40, { type: 'seriesMaster' })
  meet('o1', 33, { type: 'occurrence', seriesMasterId: 'series' })
})
afterAll(() => Promise.all(fakes.map((one) => one.close())))

const all = ['in0@x', 'in1@x', 'in2@x', 'in3@x', 'in4@x', 'moved@x', 'out@x']
const meetings = ['e1', expect.stringMatching(/^series\//)]

describe('Microsoft Graph, read by itself', () => {
  it('is connected by a token that was tried', async () => {
    await expect(link.check(open('bad'))).rejects.toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('token') })
    expect(await link.check(open())).toEqual({ name: 'olya@our.example', currency: null })
    fake.forbidden.add('/v1.0/me/calendar')
    expect(await link.rights!(open())).toEqual([
      { kind: 'emails', may: true },
      { kind: 'meetings', may: false },
    ])
  })

  it('reads letters of all folders but spam and what was thrown away, and meetings of a series with who takes part, through faults', async () => {
    fake.faults = ['busy', 'error', 'cut', 'half', 'null', 'slow', 'down']
    const { batches, error } = await read()
    expect(error).toBeNull()
    expect(idsOf(batches)).toEqual([...meetings.slice(0, 1), ...all, ...meetings.slice(1)])
    expect(touchesOf(batches).find(({ id }) => id === 'out@x')).toMatchObject({ direction: 'out', person_id: 'olya@our.example' })
    const froms = batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0)
    expect(froms).toEqual(froms.toSorted((a, b) => b - a))
    expect(froms.at(-1)).toBe(0)
    expect(fake.tooMany).toBe(0)
  })

  it('then follows the links for what is new, and reads everything anew when they have expired', async () => {
    const { state } = await read()
    clock.ms += 900_000
    expect(idsOf((await read(state)).batches)).toEqual([])
    put('f-in', 'new', -0.01)
    meet('e1', 4, { isCancelled: true })
    const next = await read(state)
    expect(idsOf(next.batches)).toEqual(['e1', 'new@x'])
    expect(touchesOf(next.batches).find(({ id }) => id === 'e1')?.outcome).toBe('cancelled')
    fake.epoch += 1
    expect(idsOf((await read(next.state)).batches)).toEqual(expect.arrayContaining([...all, 'new@x']))
  })

  it('looks through the last month again once a day', async () => {
    const { state } = await read()
    known.correspondents.add('friend@home.example')
    clock.ms += 2 * DAY_MS
    expect(idsOf((await read(state)).batches)).toContain('friend@x')
    known.correspondents.delete('friend@home.example')
  })

  it("reads everybody's boxes as an application, but for those who have none", async () => {
    fake.people.push({ mail: 'room@our.example', accountEnabled: true }, { mail: 'gone@our.example', accountEnabled: false })
    expect((await link.check(open(fake.application))).name).toBe('olya@our.example +1')
    const { batches, error } = await read({}, fake.application)
    expect(error).toBeNull()
    expect(idsOf(batches)).toEqual(expect.arrayContaining(all))
    expect(kept).toEqual([])
  })

  it('renews the token of one person and keeps the new one, never using the old one twice', async () => {
    const { error } = await read({}, fake.delegated)
    expect(error).toBeNull()
    expect(fake.renewals().misused).toBe(0)
    expect(JSON.parse(kept.at(-1)!)).toMatchObject({ tenant: 'our', refresh_token: expect.stringMatching(/^refresh-[1-9]/) })
  })

  it('goes nowhere but to the host that was connected', async () => {
    const { state } = await read()
    const feeds = JSON.stringify(state)
    expect(feeds).not.toContain('http')
  })
})
