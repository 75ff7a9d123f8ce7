// A system is connected, synced by the server, paused and erased over HTTP; messages of the system are heard. The system is a fake.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isDue, runSyncs, type Syncs } from '../../src/app/run-syncs.ts'
import type { ResourceOutput } from '../../src/contract/resources.ts'
import { type Connection, findConnection, listRunning, noteProgress } from '../../src/store/tables/connections.ts'
import { withSyncLock } from '../../src/store/writer-lock.ts'
import { startFakeAmocrm } from '../fakes/fake-amocrm.ts'
import type { FakeCrm } from '../fakes/fake-crm.ts'
import { addDeal, moveDeal, type TrueCompany } from '../sources/sync/true-company.ts'
import { now, openTestServer, type TestServer } from './test-server.ts'
import { joinAs, machine, saying, told, type Visitor, withCookie } from './visitor.ts'

/** Runs twenty times as fast: the system allows few requests a second. */
const start = Date.now()
const clock = { now: () => start + (Date.now() - start) * 20, sleep: (ms: number) => sleep(ms / 20) }

let server: TestServer
let fake: FakeCrm
let syncs: Syncs
let owner: Visitor
let head: Visitor
const failures: unknown[] = []
const company: TrueCompany = {
  people: [{ id: 7, name: 'Анна', email: 'anna@acme.ua' }],
  contacts: [],
  deals: [],
  calls: [],
  tasks: [],
  nextId: 1,
}
const addQualified = (at: number) => moveDeal(company, addDeal(company, { at }), { stage: 'qualified', at: at + 60 })

beforeAll(async () => {
  for (const at of [1, 2]) addQualified(Math.floor(start / 1000) - 86_400 + at)
  fake = await startFakeAmocrm(company, clock.now)
  server = await openTestServer(null, { RUMB_SOURCE_HOSTS: fake.origin })
  syncs = await runSyncs(server.house, {
    now: () => now,
    clock,
    onWarning: (warning) => failures.push(warning),
    onError: (error) => failures.push(error),
  })
  owner = machine(server, 'acme')
  await owner.ask('PATCH', '/api/settings', { currency: 'UAH' })
  head = withCookie(server, (await joinAs(server, 'acme', 'head@acme.example', { role: 'head' })).cookie, 'acme')
}, 60_000)
afterAll(async () => {
  await syncs.close()
  await server.close()
  await fake.close()
})

const connect = (who: Visitor, given: object = {}) =>
  who.ask('POST', '/api/sources', { system: 'amocrm', source: 'crm', address: fake.origin, token: 'good-token', ...given })
const shown = () => told<ResourceOutput<'source'>>(head.ask('GET', '/api/sources/crm'))
const until = (test: (answer: ResourceOutput<'source'>) => void) =>
  vi.waitFor(async () => test(await shown()), { timeout: 40_000, interval: 200 })
const asked = (path: string) => fake.asked.get(`/api/v4/${path}`) ?? 0

describe('a source over HTTP', () => {
  it('is connected by a head only in the cloud of the system or where the installation allows it', async () => {
    for (const address of [
      'http://127.0.0.1:9/',
      'https://company.amocrm.ru.evil.example',
      'http://company.amocrm.ru',
      'https://company.amocrm.ru:8443',
    ]) {
      const refused = await saying(await connect(head, { address }))
      expect({ address, ...refused }).toMatchObject({ status: 400, body: { code: 'bad_input', path: 'address' } })
    }
    expect(asked('account')).toBe(0)
    expect((await saying(await connect(head, { token: 'bad-token' }))).status).toBe(502)
  })

  it('is synced by the server as soon as it is connected, and shows what came', async () => {
    fake.forbidden.add('/api/v4/events')
    const answer = await saying(await connect(head))
    expect(answer).toEqual({ status: 200, body: { source: 'crm', system: 'amocrm', account: 'Acme', currency: 'UAH' } })
    fake.forbidden.clear()
    await until(({ source }) => expect(source.connection?.state).toBe('fresh'))
    const { source, records, kpis, hook } = await shown()
    expect(source.connection).toMatchObject({ account: 'Acme', error: null, complete_from: null, every_minutes: 15 })
    expect(source.connection?.rights?.filter(({ may }) => !may)).toEqual([{ kind: 'stage_changes', may: false }])
    expect(source.connection?.progress?.accepted).toBeGreaterThan(2)
    expect(records.deals).toBe(2)
    expect(kpis).toContain('won_deals')
    expect(kpis).not.toContain('nps')
    expect(hook).toMatch(/^http:\/\/localhost\/api\/hooks\/crm\?key=\d+\.[\w-]{43}$/)
    const texts = [JSON.stringify(source), await (await owner.ask('GET', '/api/audit')).text()]
    for (const text of texts) expect(text).not.toContain('good-token')
  }, 90_000)

  it('hears what the system tells of changes, under its key alone, and syncs once for many messages', async () => {
    const { hook } = await shown()
    const tell = (address: string, body: string) =>
      server.send(address, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    const message = 'leads%5Bstatus%5D%5B0%5D%5Bid%5D=3&leads[add][0][id]=4&leads[add][0][status_id]=20&account[id]=1'
    const address = hook?.replace('http://localhost', '') ?? ''
    expect((await tell(address.replace(/.$/, ''), message)).status).toBe(404)
    expect((await tell('/api/hooks/crm', message)).status).toBe(404)
    expect((await tell(address, 'hello=world')).status).toBe(400)
    for (const _ of [3, 4]) addQualified(Math.floor(clock.now() / 1000))
    const before = asked('account')
    const told = await Promise.all([1, 2, 3, 4, 5].map(() => tell(address, message)))
    expect(await Promise.all(told.map((response) => response.json()))).toEqual(Array(5).fill({ hints: 2 }))
    await until(({ records }) => expect(records.deals).toBe(4))
    await until(({ source }) => expect(source.connection?.state).toBe('fresh'))
    expect(asked('account') - before).toBeLessThanOrEqual(2)
  }, 90_000)

  it('rests while it is paused, and goes on when resumed', async () => {
    await head.ask('PATCH', '/api/sources/crm', { paused: true, every_minutes: 60 })
    expect((await shown()).source.connection).toMatchObject({ state: 'paused', every_minutes: 60 })
    const before = asked('account')
    await head.ask('POST', '/api/sources/crm/syncs', { wait: false })
    expect(await listRunning(server.house.store.db)).toEqual([])
    expect(asked('account')).toBe(before)
    await head.ask('PATCH', '/api/sources/crm', { paused: false })
    await vi.waitFor(() => expect(asked('account')).toBeGreaterThan(before), { timeout: 15_000, interval: 100 })
    await until(({ source }) => expect(source.connection?.state).toBe('fresh'))
  }, 90_000)

  it('tells that it is synced now, whichever process does it, and refuses a second sync', async () => {
    const { ws } = (await findConnection(server.house.store.db, 1, 'crm')) as Connection
    await withSyncLock(server.house.store.db, { ws, source: 'crm' }, async () => {
      expect((await shown()).source.connection?.state).toBe('syncing')
      expect((await saying(await head.ask('POST', '/api/sources/crm/syncs', {}))).status).toBe(503)
    })
  }, 20_000)

  it('says what it guessed of the pipeline, and asks no more once that is confirmed', async () => {
    type Guesses = ResourceOutput<'guesses'>
    const { guesses } = await told<Guesses>(head.ask('GET', '/api/guesses'))
    const stages = guesses.filter(({ what }) => what === 'stage')
    expect(stages.map(({ name, guess, cases }) => ({ name, guess, cases }))).toEqual([
      { name: 'Новая', guess: 'new', cases: 4 },
      { name: 'Квалифицирован', guess: 'qualified', cases: 4 },
      { name: 'Предложение', guess: 'proposal', cases: 0 },
    ])
    const [pipeline] = guesses
    expect(pipeline).toMatchObject({ what: 'pipeline', name: 'Продажи', guess: 'sales', counts_now: true, cases: 4 })
    expect(guesses.filter(({ what }) => what === 'sale_event')).toMatchObject([{ guess: 'won', counts_now: true, place: 'sale_event' }])
    const roles = guesses.filter(({ what }) => what === 'role')
    expect(roles.length).toBeGreaterThan(0)
    const query = { kpis: ['leads', 'revenue'], from: '2026-01-01', to: '2027-01-01' }
    type Noted = { notes: { code: string; text: string }[] }
    const [note] = (await told<Noted>(head.ask('POST', '/api/query', query))).notes.filter(({ code }) => code === 'unconfirmed_guesses')
    expect(note?.text).toContain('(3)')
    const left = await told<Guesses>(head.ask('POST', '/api/guesses', { places: [pipeline?.place] }))
    expect(left.guesses).toHaveLength(guesses.length - 1)
    expect((await head.ask('POST', '/api/guesses', { values: { [roles[0]!.place]: 'king' } })).status).toBe(400)
    const answered = await told<Guesses>(head.ask('POST', '/api/guesses', { values: { [roles[0]!.place]: 'head' } }))
    expect(answered.guesses).toHaveLength(guesses.length - 2)
    expect((await told<Guesses>(head.ask('POST', '/api/guesses', {}))).guesses).toEqual([])
    const settings = await told<{ stages: object; pipelines: object; lost_reasons: object }>(owner.ask('GET', '/api/settings'))
    expect(settings).toMatchObject({
      stages: { 'crm:1/20': { milestone: 'qualified' }, 'crm:1/10': { milestone: 'new' } },
      pipelines: { 'crm:1': { kind: 'sales' } },
      lost_reasons: { 'crm:5': 'price' },
      people: { [roles[0]!.place.slice('people.'.length)]: { role: 'head' } },
      confirmed: ['sale_event'],
    })
    const { notes } = await told<Noted>(head.ask('POST', '/api/query', query))
    expect(notes.map(({ code }) => code)).not.toContain('unconfirmed_guesses')
  }, 90_000)

  it('is erased by an owner alone, with all its records', async () => {
    expect((await saying(await head.ask('DELETE', '/api/sources/crm'))).status).toBe(403)
    const { erased } = await told<ResourceOutput<'sourceErase'>>(owner.ask('DELETE', '/api/sources/crm'))
    expect(erased.deals).toBe(4)
    expect((await told<ResourceOutput<'sources'>>(owner.ask('GET', '/api/sources'))).sources).toEqual([])
    const query = { kpis: ['leads'], from: '2026-01-01', to: '2027-01-01' }
    const answer = await told<{ total: { leads: { value: number | null } } }>(owner.ask('POST', '/api/query', query))
    expect(answer.total.leads.value ?? 0).toBe(0)
    expect((await connect(head)).status).toBe(200)
    await until(({ records }) => expect({ deals: records.deals, failures }).toEqual({ deals: 4, failures: [] }))
  }, 120_000)
})

it('a source that fails is tried ever more seldom', async () => {
  const at = (failed: number, minutes: number) =>
    isDue({ everyMinutes: 15, failures: failed, startedAt: now, syncedAt: null } as Connection, new Date(now.getTime() + minutes * 60_000))
  expect([at(0, 14), at(0, 15), at(1, 29), at(1, 30), at(9, 239), at(9, 240)]).toEqual([false, true, false, true, false, true])
  expect(await noteProgress(server.house.store.db, 1, 'nothing', { failures: 1 })).toBe(false)
})
