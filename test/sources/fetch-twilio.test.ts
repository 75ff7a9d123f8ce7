// Twilio read by itself: lists cut by days, pages followed as it names them, recordings of the calls beside them.
import { expect, it } from 'vitest'
import { findLinked } from '../../src/app/connect-source.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { type Asked, type Served, startFakeServer } from '../fakes/fake-server.ts'

const DAY = 86_400_000
const clock = {
  ms: Date.UTC(2026, 2, 20, 10),
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const { link, map } = findLinked('twilio')
const calls: { sid: string; at: number; parent?: string; status?: string; duration?: number }[] = []
const PAGE = 2
const asked: URLSearchParams[] = []

/** As its lists do: an end is the midnight that begins the day named. */
function serve({ path, query, headers }: Asked): Served {
  const basic = Buffer.from(String(headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
  if (basic !== 'AC1:good' && basic !== 'SK1:secret') return { status: 401, body: { code: 20003, message: 'Authenticate' } }
  if (path === '/2010-04-01/Accounts/AC1.json') return { status: 200, body: { sid: 'AC1', friendly_name: 'Acme' } }
  const [from, to] = ['>', '<'].map((sign) => Date.parse(query.get(`StartTime${sign}`) ?? query.get(`DateCreated${sign}`) ?? ''))
  const found = calls.filter(({ at }) => at >= from! && at < to!).toSorted((a, b) => b.at - a.at)
  if (path.endsWith('/Recordings.json'))
    return { status: 200, body: { recordings: found.slice(0, 1).map(({ sid }) => ({ sid: 'RE1', call_sid: sid, uri: '/2010/RE1.json' })) } }
  asked.push(query)
  const at = Number(query.get('Page') ?? 0)
  query.set('Page', String(at + 1))
  const hasMore = found.length > (at + 1) * PAGE
  const page = found.slice(at * PAGE, (at + 1) * PAGE).map(({ sid, at: start, parent, status = 'completed', duration = 60 }) => ({
    ...{ sid, parent_call_sid: parent ?? null, status, duration: String(duration), start_time: new Date(start).toUTCString() },
    ...(parent === undefined
      ? { direction: 'inbound', from: '+380501112233', to: '+380441234567' }
      : { from: '+380501112233', to: 'client:anna' }),
  }))
  return { status: 200, body: { calls: page, next_page_uri: hasMore ? `${path}?${query}` : null } }
}

it('is read by weeks back to its beginning, then what is new, with the recordings', async () => {
  const fake = await startFakeServer({ now: clock.now, limit: { requests: 5, ms: 1000, refusal: { status: 429, body: {} } }, serve })
  const open = (token: string) => link.open({ address: fake.origin, token, clock, keep: async () => undefined })
  const sync = async (state: SyncBatch['state']) => {
    const batches: SyncBatch[] = []
    for await (const batch of link.fetch(open('AC1:good'), state, null)) batches.push(batch)
    const { records, refused } = map(
      batches.flatMap(({ answers }) => answers),
      {},
    )
    expect(refused).toEqual([])
    const touches = records.filter(({ kind }) => kind === 'touches').map(({ values }) => values)
    return { touches, last: batches.at(-1)! }
  }
  expect(await link.check(open('AC1:SK1:secret'))).toEqual({ name: 'Acme', currency: null })
  await expect(link.check(open('AC1:bad'))).rejects.toMatchObject({ code: 'source_unavailable' })
  expect(() => open('nonsense')).toThrow('SID:TOKEN')
  for (const days of [1, 1.2, 1.4, 9, 40]) calls.push({ sid: `CA${days}`, at: clock.ms - days * DAY })
  calls.push({ sid: 'CAleg', parent: 'CA1', at: clock.ms - DAY + 5000 })
  fake.faults.push('busy', 'error', 'cut')
  const first = await sync({})
  expect(first.touches.map(({ id }) => id).toSorted()).toEqual(['CA1', 'CA1.2', 'CA1.4', 'CA40', 'CA9'])
  expect(first.touches.find(({ id }) => id === 'CA1')).toMatchObject({
    ...{ direction: 'in', outcome: 'answered', wait_s: 5, phone: '+380501112233', line: '+380441234567', person_id: 'anna' },
    recording_url: 'https://api.twilio.com/2010/RE1',
  })
  expect(first.last.completeFrom).toBeNull()
  const before = asked.length
  calls.push({ sid: 'CAnew', at: clock.ms - 60_000, status: 'no-answer', duration: 0 })
  const next = await sync(first.last.state)
  expect(next.touches).toContainEqual(expect.objectContaining({ id: 'CAnew', outcome: 'no_answer' }))
  expect(asked.length - before).toBeLessThan(6)
  expect(fake.tooMany).toBe(0)
  await fake.close()
})
