// Two processes of the program over one store and one warehouse read one system: one is killed on the way, both meet an expired token.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectSource } from '../../src/app/connect-source.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { loadConfig } from '../../src/config.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts'
import { findConnection } from '../../src/store/tables/connections.ts'
import { findWorkspace } from '../../src/store/tables/workspaces.ts'
import { type Embedded, startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'
import { startFakeAmocrm } from '../fakes/fake-amocrm.ts'
import type { FakeCrm } from '../fakes/fake-crm.ts'
import type { Asked } from '../fakes/fake-server.ts'
import { compareFigures } from '../sources/sync/compare-figures.ts'
import { DAY, makeTrueCompany } from '../sources/sync/true-company.ts'
import type { News, Order } from './sync-owner.ts'

const START = Date.UTC(2026, 10, 21, 10)
const directory = mkdtempSync(join(tmpdir(), 'rumb-killed-sync-'))
const data = join(directory, 'data')
const owners: Owner[] = []
let aheadMs = START - Date.now()
const now = () => Date.now() + aheadMs
const clock = {
  now,
  sleep: async (ms: number) => {
    aheadMs += ms
  },
}
let postgres: EmbeddedPostgres
let engine: Embedded
let urls: { clickhouseUrl: string; postgresUrl: string }
let house: House
let fake: FakeCrm

beforeAll(async () => {
  ;[postgres, engine] = await Promise.all([
    startEmbeddedPostgres({ dataDir: join(directory, 'postgres') }),
    startEmbedded({ dataDir: join(directory, 'clickhouse') }),
  ])
  const { host, database, user, password } = postgres.connection
  urls = {
    clickhouseUrl: engine.url.replace('://', `://${engine.user}:${encodeURIComponent(engine.password)}@`),
    postgresUrl: `postgres://${user}:${encodeURIComponent(password)}@${encodeURIComponent(host)}/${database}`,
  }
  house = await openHouse({ ...loadConfig({ data }, {}), ...urls })
  fake = await startFakeAmocrm(makeTrueCompany(START / 1000 - DAY, { deals: 60, together: 0 }), now)
  const ask = { system: 'amocrm', source: 'crm', address: fake.address, token: fake.application! }
  await connectSource(house, { workspace: 'synced', clock, now: new Date(now()) }, ask)
}, 120_000)

afterAll(async () => {
  for (const owner of owners) owner.process.kill('SIGKILL')
  await fake.close()
  await house.close()
  await engine.stop()
  await postgres.stop()
  rmSync(directory, { recursive: true, force: true })
})

type Owner = { process: ChildProcess; heard: News[]; sync: () => void; until: (isIt: (news: News) => boolean) => Promise<void> }

async function startOwner(): Promise<Owner> {
  const script = fileURLToPath(new URL('./sync-owner.ts', import.meta.url))
  const child = fork(script, [data, urls.clickhouseUrl, urls.postgresUrl], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const heard: News[] = []
  const order = (isOrder: boolean) => child.send({ nowMs: now(), isOrder } satisfies Order)
  child.on('message', (news: News) => {
    heard.push(news)
    if (!('sleepMs' in news)) return
    aheadMs += news.sleepMs
    order(false)
  })
  const owner: Owner = {
    ...{ process: child, heard, sync: () => order(true) },
    until: async (isIt) => {
      while (!heard.some(isIt)) await once(child, 'message')
      heard.splice(0, heard.findIndex(isIt) + 1)
    },
  }
  owners.push(owner)
  await owner.until((news) => 'ready' in news)
  return owner
}

const completeFrom = async () => {
  const { num } = (await findWorkspace(house.store.db, 'synced'))!
  return (await findConnection(house.store.db, num, 'crm'))!.completeFrom
}
const isDone = (news: News) => 'accepted' in news

/** Seconds that its questions for cards are about. */
const spanOf = ({ query }: Asked) => ['from', 'to'].map((end) => Number(query.get(`filter[updated_at][${end}]`))) as [number, number]

it('a process killed while it writes a part leaves the rest to another, and nothing is missing', async () => {
  const [first, second] = [await startOwner(), await startOwner()]
  first.sync()
  await first.until((news) => 'since' in news)
  second.sync()
  await second.until((news) => 'busy' in news)
  // With the last question of a part it begins to write it.
  await new Promise<void>((resolve) => {
    fake.onRequest = ({ path }) => void (path.endsWith('contacts/notes') && setTimeout(resolve, 60))
  })
  first.process.kill('SIGKILL')
  await once(first.process, 'exit')
  const frontier = (await completeFrom())!.getTime() / 1000
  const spans: [number, number][] = []
  fake.onRequest = (asked) =>
    void (asked.path.endsWith('/leads') && asked.query.has('filter[updated_at][from]') && spans.push(spanOf(asked)))
  await second.until(isDone)
  expect(await completeFrom()).toBeNull()
  // What is new since the first one began, and what it had not read: nothing between them.
  expect(spans.length).toBeGreaterThan(2)
  expect(spans.filter(([from, to]) => to >= frontier && from < START / 1000 - 600)).toEqual([])
  const shape = { hasFinalStages: true, firstLookS: START / 1000 }
  expect(await compareFigures(house, { company: fake.company, shape, now: new Date(now()) })).toEqual([])
}, 240_000)

it('a token that expired is renewed once by whoever comes first, and the old one is never used again', async () => {
  const both = [owners.at(-1)!, await startOwner()]
  const { made } = fake.renewals!()
  fake.expire!()
  for (const owner of both) owner.sync()
  await Promise.all(both.map((owner) => owner.until(isDone)))
  expect(fake.renewals!()).toMatchObject({ made: made + 1, misused: 0 })
  const form = { grant_type: 'refresh_token', client_id: 'id', client_secret: 'secret', refresh_token: `refresh-${made}` }
  const again = await fetch(`${fake.address}/oauth2/access_token`, { method: 'POST', body: new URLSearchParams(form) })
  expect(again.status).toBe(400)
}, 120_000)
