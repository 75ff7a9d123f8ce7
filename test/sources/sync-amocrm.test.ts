import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectSource, disconnectSource } from '../../src/app/connect-source.ts'
import { listSources } from '../../src/app/list-sources.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { syncSource } from '../../src/app/sync-source.ts'
import { loadConfig } from '../../src/config.ts'
import { findWorkspace } from '../../src/store/tables/workspaces.ts'
import { type AmoCompany, type FakeAmocrm, startFakeAmocrm } from '../fakes/fake-amocrm.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-sync-'))
const start = Date.UTC(2026, 10, 21, 10)
const clock = {
  ms: start,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const day = 86_400
const first = start / 1000 - 400 * day
let house: House
let fake: FakeAmocrm

const status = (id: number) => [{ lead_status: { id, pipeline_id: 1 } }]
const moved = (lead: number, at: number, from: number, to: number) => ({
  ...{ id: `e${at}-${lead}-${to}`, type: 'lead_status_changed', entity_id: lead, entity_type: 'lead', created_by: 7, created_at: at },
  ...{ value_before: status(from), value_after: status(to) },
})

/** 600 cards over 400 days, each qualified after a day; every second is won three months later; many of one moment. */
function makeCompany(): AmoCompany {
  const company: AmoCompany = {
    users: [{ id: 7, name: 'Анна' }],
    leads: [],
    contacts: [],
    companies: [],
    tasks: [],
    events: [],
    'leads/notes': [],
    'contacts/notes': [],
  }
  for (let id = 1; id <= 600; id += 1) {
    const made = id <= 300 ? first : first + id * 0.5 * day
    const isWon = id % 2 === 0
    const ended = made + 90 * day
    company.events.push(moved(id, made + day, 10, 20))
    if (isWon) company.events.push(moved(id, ended, 20, 142))
    company.leads.push({
      ...{ id, name: `Сделка ${id}`, price: 100, status_id: isWon ? 142 : 20, pipeline_id: 1, responsible_user_id: 7 },
      ...{ created_at: made, updated_at: isWon ? ended : made + day, closed_at: isWon ? ended : null, is_deleted: false },
    })
  }
  company['leads/notes'].push({
    id: 1,
    note_type: 'call_out',
    entity_id: 1,
    created_at: first + 60,
    updated_at: first + 60,
    params: { duration: 61, phone: '+380501112233', call_status: 4 },
  })
  return company
}

const call = { workspace: 'amo', clock, now: new Date(start) }
const sync = () => syncSource(house, call, { id: 'amocrm' })
async function rows<T>(sql: (ws: number) => string): Promise<T[]> {
  const { num } = (await findWorkspace(house.store.db, 'amo'))!
  return house.warehouse.query<T & Record<string, unknown>>(sql(num)) as Promise<T[]>
}
const count = async (kind: string) =>
  Number((await rows<{ n: string }>((ws) => `SELECT count() AS n FROM rec_${kind} FINAL WHERE ws = ${ws}`))[0]!.n)
const connection = async () => (await listSources(house, { workspace: 'amo' })).sources[0]!.connection!

beforeAll(async () => {
  house = await openHouse(loadConfig({ data: join(directory, 'data') }, {}))
  fake = await startFakeAmocrm(makeCompany(), clock.now)
}, 120_000)
afterAll(async () => {
  await fake.close()
  await house.close()
  rmSync(directory, { recursive: true, force: true })
})

describe('amoCRM, read by itself', () => {
  it('is connected by a token that was tried, and keeps it sealed', async () => {
    const ask = { system: 'amocrm', address: fake.origin, token: 'bad-token' }
    await expect(connectSource(house, call, ask)).rejects.toMatchObject({
      code: 'source_unavailable',
      message: expect.stringContaining('token'),
    })
    await expect(connectSource(house, call, { ...ask, system: 'hubspot' })).rejects.toMatchObject({ code: 'bad_usage' })
    const made = await connectSource(house, call, { ...ask, address: `${fake.origin}/leads/`, token: 'good-token' })
    expect(made).toEqual({ source: 'amocrm', system: 'amocrm', account: 'Acme', currency: 'UAH' })
    const stored = await house.store.db.selectFrom('connections').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain('good-token')
    expect(readFileSync(join(directory, 'data', 'source-key'), 'utf8')).toHaveLength(44)
  }, 60_000)

  it('fetches the past, the newest first, through faults, and goes on where it was cut off', async () => {
    fake.faults = ['busy', 500, 'cut', 503]
    fake.onRequest = (path) => {
      if (path === 'tasks' && fake.asked.get('tasks') === 4) fake.faults = Array.from({ length: 7 }, () => 500 as const)
    }
    await expect(sync()).rejects.toMatchObject({ code: 'source_unavailable' })
    const halfway = await connection()
    expect(halfway.error).toContain('did not answer')
    expect(halfway.complete_from! < '2026-10').toBe(true)
    expect(await count('deals')).toBeLessThan(600)
    fake.onRequest = () => undefined
    await sync()
    expect(await connection()).toMatchObject({ error: null, complete_from: null, synced_at: '2026-11-21T10:00:00.000Z' })
    expect(await count('deals')).toBe(600)
    expect(fake.peak()).toBeLessThanOrEqual(7)
  }, 300_000)

  it('knows the stage each card came in by, although its first move was read last', async () => {
    const entries = await rows<{ stage: string; n: string }>(
      (ws) =>
        `SELECT stage_id_text AS stage, count() AS n FROM rec_stage_changes FINAL WHERE ws = ${ws} AND endsWith(id, ':entry') GROUP BY stage`,
    )
    expect(entries).toEqual([{ stage: 'amocrm:1/10', n: '600' }])
    expect(await count('stage_changes')).toBe(600 + 900)
    expect(await count('touches')).toBe(1)
  })

  it('fetches only what is new the next time, what was deleted too', async () => {
    const later = Math.floor(clock.ms / 1000)
    const [one, two] = fake.company.leads
    Object.assign(one!, { status_id: 143, closed_at: later, updated_at: later })
    Object.assign(two!, { is_deleted: true, updated_at: later })
    fake.company.events.push(moved(1, later, 20, 143))
    clock.ms += 60_000
    fake.asked.clear()
    expect((await sync()).quarantined).toBe(0)
    expect([...fake.asked.values()].reduce((sum, n) => sum + n, 0)).toBeLessThan(30)
    expect(await count('deals')).toBe(599)
    expect(await rows((ws) => `SELECT outcome FROM rec_deals FINAL WHERE ws = ${ws} AND id = '1'`)).toEqual([{ outcome: 'lost' }])
  }, 120_000)

  it('says in plain words why it stopped, and forgets the token when disconnected', async () => {
    fake.faults = ['html']
    await expect(sync()).rejects.toMatchObject({ message: expect.stringContaining('blocked') })
    fake.faults = [402]
    await expect(sync()).rejects.toMatchObject({ message: expect.stringContaining('not paid') })
    expect((await connection()).error).toContain('not paid')
    await disconnectSource(house, { workspace: 'amo' }, { id: 'amocrm' })
    await expect(sync()).rejects.toMatchObject({ code: 'not_found' })
    expect(await count('deals')).toBe(599)
  }, 60_000)
})
