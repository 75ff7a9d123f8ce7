import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPipedrive, readPages } from '../../src/sources/pipedrive/ask-pipedrive.ts'
import { type FakeServer, type Served, startFakeServer } from '../fakes/fake-server.ts'

const start = Date.UTC(2026, 10, 21, 10)
const clock = {
  ms: start,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
let fake: FakeServer
let answers: Served[] = []
const page = (more: object = {}): Served => ({ status: 200, body: { success: true, data: [{ id: 1 }], ...more } })
const refusal = (headers: Readonly<Record<string, string>>): Served => ({ status: 429, body: { success: false }, headers })
const open = () => openPipedrive({ address: fake.origin, token: 'good', clock, keep: () => Promise.resolve() })
const deals = { path: '/api/v2/deals?limit=1' }

beforeAll(async () => {
  const limit = { requests: 1000, ms: 1000, refusal: { status: 503 } }
  fake = await startFakeServer({ now: clock.now, limit, serve: () => answers.shift() ?? page() })
})
afterAll(() => fake.close())
beforeEach(() => {
  answers = []
  clock.ms = start
})

describe('the budget of Pipedrive', () => {
  it('of the second is waited for as long as its header says', async () => {
    answers = [refusal({ 'x-ratelimit-reset': '42', 'x-daily-ratelimit-token-remaining': '9000' })]
    expect(await readPages(open(), deals)).toHaveLength(1)
    expect(clock.ms).toBeGreaterThanOrEqual(start + 42_000)
  })

  it('of the day ends the sync at once, in plain words', async () => {
    answers = [refusal({ 'x-ratelimit-reset': '2', 'x-daily-ratelimit-token-remaining': '0' })]
    await expect(readPages(open(), deals)).rejects.toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('day') })
    expect(clock.ms).toBeLessThan(start + 1000)
  })

  it('goes on by cursor in v2 and by row in v1, and takes what a plan does not have for nothing', async () => {
    answers = [page({ additional_data: { next_cursor: 'abc' } }), page({ additional_data: { next_cursor: null } })]
    expect((await readPages(open(), deals)).map(({ path }) => path)).toEqual([deals.path, `${deals.path}&cursor=abc`])
    answers = [page({ additional_data: { pagination: { more_items_in_collection: true, next_start: 1 } } }), page()]
    expect((await readPages(open(), { path: '/api/v1/leads?limit=1' })).at(-1)!.path).toBe('/api/v1/leads?limit=1&start=1')
    answers = [{ status: 403, body: { success: false, error: 'Scope' } }]
    expect(await readPages(open(), { path: '/api/v1/legacyTeams', isOptional: true })).toEqual([])
    answers = [{ status: 403, body: { success: false, error: 'Scope' } }]
    await expect(readPages(open(), deals)).rejects.toMatchObject({ message: expect.stringContaining('403 Scope') })
  })
})
