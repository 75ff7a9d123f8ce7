import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askPortal, openBitrix24 } from '../../src/sources/bitrix24/ask-portal.ts'
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
const batch = (more: object): Served => ({ status: 200, body: { result: { result: { c0: [1] }, result_error: [], ...more } } })
const commands = [{ method: 'user.get', params: { filter: { '>ID': 5 } } }]
const open = (token = `${fake.origin}/rest/1/secret/`) =>
  openBitrix24({ address: fake.origin, token, clock, keep: () => Promise.resolve() })

beforeAll(async () => {
  const limit = { requests: 1000, ms: 1000, refusal: { status: 503 } }
  fake = await startFakeServer({ now: clock.now, limit, serve: () => answers.shift() ?? batch({}) })
})
afterAll(() => fake.close())
beforeEach(() => {
  answers = []
  clock.ms = start
})

describe('a portal of Bitrix24', () => {
  it('is asked again when the time of a method is spent, also where only a command of the batch says so', async () => {
    const resetAt = start / 1000 + 200
    const refusal = { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked due to operation time limit.' }
    answers = [batch({ result: [], result_error: { c0: refusal }, result_time: { c0: { operating: 480, operating_reset_at: resetAt } } })]
    const [reply] = await askPortal(open(), commands)
    expect(reply).toMatchObject({ result: [1], error: null })
    expect(clock.ms).toBeGreaterThanOrEqual(resetAt * 1000)
  })

  it('is left in peace before it has to refuse', async () => {
    const resetAt = start / 1000 + 90
    answers = [batch({ result_time: { c0: { operating: 430, operating_reset_at: resetAt } } })]
    const client = open()
    await askPortal(client, commands)
    expect(clock.ms).toBeLessThan(resetAt * 1000)
    await askPortal(client, commands)
    expect(clock.ms).toBeGreaterThanOrEqual(resetAt * 1000)
  })

  it('refuses one command without the others, and never has its secret in an error', async () => {
    answers = [batch({ result: [], result_error: { c0: { error: 'insufficient_scope', error_description: 'rights' } } })]
    expect(await askPortal(open(), commands)).toMatchObject([{ result: null, error: 'INSUFFICIENT_SCOPE rights' }])
    fake.isDown = true
    const failed = askPortal(open(), commands)
    await expect(failed).rejects.toMatchObject({ message: expect.not.stringContaining('secret') })
    fake.isDown = false
  })

  it('takes the address of its own webhook only', () => {
    for (const token of ['https://other.bitrix24.ru/rest/1/secret/', 'secret', `${fake.origin}/rest/1/`])
      expect(() => open(token)).toThrow(/inbound webhook/)
  })
})
