import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { type FakeImap, IMAP_TOKEN, startFakeImap } from '../fakes/fake-imap.ts'
import { readBatches } from './read-batches.ts'

const DAY_MS = 86_400_000
const clock = {
  ms: 0,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const { link, map } = findLinked('imap')
const open = (token = IMAP_TOKEN) => link.open({ address: fake.address, token, clock, keep: async () => undefined })
const read = (given: SyncBatch['state'] = {}, since: Date | null = null) => readBatches(link.fetch(open(), given, since), given)
const known = { correspondents: new Set(['client@shop.example']) }
const idsOf = (batches: readonly SyncBatch[]) => [
  ...new Set(
    batches.flatMap(({ answers }) => map(answers, known).records.flatMap(({ kind, values }) => (kind === 'touches' ? [values.id] : []))),
  ),
]

let fake: FakeImap
const fakes: FakeImap[] = []
const put = (box: string, id: string, daysAgo: number, headers: Record<string, string>, attachments: string[] = []) => {
  const at = clock.ms - daysAgo * DAY_MS
  const all = {
    From: 'Client <client@shop.example>',
    To: 'olya@our.example',
    'Message-ID': `<${id}@x>`,
    Date: new Date(at).toUTCString(),
    ...headers,
  }
  fake.put(box, {
    at,
    headers: Object.entries({ Received: 'a secret way', ...all })
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n'),
    attachments,
  })
}

beforeEach(async () => {
  clock.ms = Date.UTC(2026, 10, 20, 10)
  fake = await startFakeImap()
  fakes.push(fake)
  for (const [path, flags] of [
    ['INBOX', '\\HasNoChildren'],
    ['Wyslane', '\\Sent'],
    ['Clients/Shop', ''],
    ['Rubbish', '\\Trash'],
    ['Drafts', ''],
    ['Folders', '\\Noselect'],
  ] as const)
    fake.boxes.set(path, { flags, validity: 7, letters: [] })
  put('INBOX', 'old', 300, {})
  put('INBOX', 'in', 20, { Subject: '=?utf-8?B?0JrQn9\r\n =?utf-8?B?0J8=?=' })
  put('Wyslane', 'out', 19, { From: 'Olya <o@our.example>', To: 'client@shop.example' }, ['offer.pdf'])
  put('Clients/Shop', 'kept', 8, {})
  put('INBOX', 'friend', 2, { From: 'friend@home.example' })
  put('INBOX', 'robot', 2, { 'List-Id': '<news.shop.example>' })
  put('Rubbish', 'thrown', 1, {})
  put('Drafts', 'draft', 1, {})
})
afterAll(() => Promise.all(fakes.map((one) => one.close())))

describe('IMAP, read by itself', () => {
  it('says in plain words that a password is no good, and no secret with it', async () => {
    await expect(link.check(open('olya@our.example:bad'))).rejects.toMatchObject({
      code: 'source_unavailable',
      message: expect.stringMatching(/does not accept user and password of olya@our.example\.$/),
    })
    expect(await link.check(open())).toEqual({ name: 'olya@our.example', currency: null })
    expect(() => open('nobody')).toThrow(/two parts/)
  })

  it('reads headers of all boxes but drafts, spam and what was thrown away, the newest first, and keeps those of clients', async () => {
    const { batches, error } = await read()
    expect(error).toBeNull()
    expect(idsOf(batches)).toEqual(['robot@x', 'kept@x', 'in@x', 'out@x', 'old@x'])
    const froms = batches.map(({ completeFrom }) => completeFrom?.getTime() ?? 0)
    expect(froms).toEqual(froms.toSorted((a, b) => b - a))
    expect(froms.at(-1)).toBe(0)
    const records = batches.flatMap(({ answers }) => map(answers, known).records.map(({ values }) => values))
    expect(records.find(({ id }) => id === 'out@x')).toMatchObject({
      direction: 'out',
      attachments: ['offer.pdf'],
      person_id: 'o@our.example',
    })
    expect(records.find(({ id }) => id === 'robot@x')).toMatchObject({ automated: true, direction: 'in' })
    expect(JSON.stringify(batches)).not.toContain('a secret way')
    expect(fake.asked.join('\n')).not.toMatch(/SELECT|STORE|BODY\[\]|BODY\[TEXT\]/)
    expect(fake.asked.some((line) => line.startsWith('EXAMINE "Wyslane"') || line === 'EXAMINE Wyslane')).toBe(true)
  })

  it('opens only boxes in which something came, and reads a box that was numbered anew without doubling it', async () => {
    const first = await read()
    fake.asked = []
    clock.ms += 900_000
    const quiet = await read(first.state)
    expect(idsOf(quiet.batches)).toEqual([])
    expect(fake.asked.filter((line) => /EXAMINE|FETCH/.test(line))).toEqual([])
    put('INBOX', 'new', 0, {})
    clock.ms += 900_000
    const next = await read(quiet.state)
    expect(idsOf(next.batches)).toContain('new@x')
    expect(fake.asked.filter((line) => line.startsWith('EXAMINE'))).toHaveLength(1)
    const shop = fake.boxes.get('Clients/Shop')!
    fake.boxes.set('Clients/Shop', { ...shop, validity: 8, letters: shop.letters.map((one) => ({ ...one, uid: one.uid + 400 })) })
    put('Clients/Shop', 'newer', 0, {})
    clock.ms += 900_000
    expect(idsOf((await read(next.state)).batches)).toEqual(['newer@x'])
  })

  it('goes on where it was cut off, and comes back after a broken connection', async () => {
    fake.cutAfter = 12
    const whole = await read()
    expect(whole.error).toBeNull()
    expect(idsOf(whole.batches)).toHaveLength(5)
    const logins = fake.logins
    const cut = link.fetch(open(), {}, null)
    const { value } = await cut.next()
    await cut.return(undefined)
    fake.isDown = true
    await expect(link.check(open())).rejects.toMatchObject({ message: expect.stringContaining('did not answer') })
    fake.isDown = false
    expect(idsOf((await read((value as SyncBatch).state)).batches)).toContain('old@x')
    expect(fake.logins).toBeGreaterThan(logins)
  })

  it('reads the last month again once a day: who wrote then may be a client now', async () => {
    const first = await read({}, new Date(clock.ms - 60 * DAY_MS))
    expect(idsOf(first.batches)).not.toContain('old@x')
    clock.ms += 2 * DAY_MS
    known.correspondents.add('friend@home.example')
    expect(idsOf((await read(first.state)).batches)).toContain('friend@x')
    known.correspondents.delete('friend@home.example')
  })
})
