// Answers that are kept for the next reader: the same question is worked out once, never given to who has other rights, and gone with
// the facts and settings it rests on.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { keepAnswer } from '../../src/app/keep-answers.ts'
import type { Answer } from '../../src/contract/answer.ts'
import { now, openTestServer, type TestServer } from './test-server.ts'
import { foundCompanies } from './two-companies.ts'
import { joinAs, machine, told, withCookie } from './visitor.ts'

let server: TestServer
const later = (ms: number) => new Date(now.getTime() + ms)

beforeAll(async () => {
  server = await openTestServer()
  await foundCompanies(server, ['teams', 'people', 'leads'])
}, 120_000)
afterEach(() => {
  server.http.now = () => now
})
afterAll(() => server.close())

const question = { kpis: ['leads'], by: ['person'], from: '2026-01-01', to: '2027-01-01' }
const ask = (cookie: string | null, workspace = 'north') =>
  told<Answer>((cookie === null ? machine(server, workspace) : withCookie(server, cookie, workspace)).ask('POST', '/api/query', question))
const send = (lead: object) => told(machine(server, 'north').ask('POST', '/api/records', { source: 'crm', records: { leads: [lead] } }))

describe('a kept answer', () => {
  it('says of which moment it is, for a minute as it stands and until five while it is asked anew', async () => {
    const first = await ask(null)
    for (const [ms, isSame] of [
      [59_000, true],
      [61_000, true],
    ] as const) {
      server.http.now = () => later(ms)
      expect((await ask(null)).as_of === first.as_of).toBe(isSame)
    }
    // Asked anew by who came after the minute.
    await expect.poll(async () => (await ask(null)).as_of).toBe('2026-11-22T10:01:01Z')
    server.http.now = () => later(10 * 60_000)
    expect((await ask(null)).as_of).toBe('2026-11-22T10:10:00Z')
  })

  it('goes with the facts', async () => {
    const before = (await ask(null)).total.leads?.value ?? 0
    await send({ id: 'kept-1', created_at: '2026-11-20T09:00:00Z', origin: 'form' })
    expect((await ask(null)).total.leads?.value).toBe(before + 1)
  })

  it('goes with the settings', async () => {
    expect((await ask(null)).timezone).not.toBe('Asia/Tokyo')
    const { timezone } = await told<{ timezone: string }>(machine(server, 'north').ask('GET', '/api/settings'))
    await told(machine(server, 'north').ask('PATCH', '/api/settings', { currency: 'EUR' }))
    expect((await ask(null)).currency).toBe('EUR')
    expect((await ask(null)).timezone).toBe(timezone)
  }, 30_000)

  it('is of one company and of one set of rights', async () => {
    const head = await joinAs(server, 'north', 'kept-head@north.example', { role: 'head' })
    const one = await joinAs(server, 'north', 'kept-one@north.example', { role: 'rep', person: 'crm:north_p1' })
    const two = await joinAs(server, 'north', 'kept-two@north.example', { role: 'rep', person: 'crm:north_p2' })
    const all = await ask(head.cookie)
    expect(all.rows.length).toBeGreaterThan(1)
    const people = async (cookie: string) => (await ask(cookie)).rows.map(({ person }) => (person as { id: string }).id)
    for (const [{ cookie }, id] of [
      [one, 'crm:north_p1'],
      [two, 'crm:north_p2'],
      [one, 'crm:north_p1'],
    ] as const)
      expect(await people(cookie)).toEqual([id])
    expect(JSON.stringify(await ask(null, 'south'))).not.toContain('north')
  })
})

describe('a question asked by several at once', () => {
  const asked = { workspace: 'north', viewer: { role: 'owner', person: null, teams: [] }, lang: 'en', now } as const
  const asking = (what: string) => ({ name: 'query', question: { what } })

  it('is worked out once', async () => {
    let runs = 0
    const work = async () => ++runs
    const all = await Promise.all([1, 2, 3].map(() => keepAnswer(server.house, asked, asking('once'), work)))
    expect([all, runs]).toEqual([[1, 1, 1], 1])
  })

  it('that fails is asked again', async () => {
    let runs = 0
    const work = async () => {
      runs += 1
      if (runs === 1) throw new Error('the engine was away')
      return runs
    }
    await expect(keepAnswer(server.house, asked, asking('fails'), work)).rejects.toThrow('away')
    expect(await keepAnswer(server.house, asked, asking('fails'), work)).toBe(2)
  })

  it('and begun before the facts changed is kept for nobody who asks after', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const slow = keepAnswer(server.house, asked, asking('slow'), () => promise)
    server.house.news.tell('north')
    resolve('of before')
    expect(await slow).toBe('of before')
    expect(await keepAnswer(server.house, asked, asking('slow'), async () => 'of after')).toBe('of after')
  })
})
