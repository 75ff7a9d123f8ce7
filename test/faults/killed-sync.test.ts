// Two processes of one installation and one source, whose token is renewed every few requests and is good once.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts'
import { connectWarehouse } from '../../src/warehouse/client.ts'
import { type Embedded, startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'
import { startFakeAmocrm } from '../fakes/fake-amocrm.ts'
import type { FakeCrm } from '../fakes/fake-crm.ts'
import { makeFormulaCompany } from '../fakes/formula-company.ts'

const pace = { realMs: Date.now(), simulatedMs: Date.UTC(2026, 10, 22, 10), factor: 20 }
const now = () => pace.simulatedMs + (Date.now() - pace.realMs) * pace.factor
const DEALS = 300

let directory: string
let engine: Embedded
let store: EmbeddedPostgres
let fake: FakeCrm
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rumb-killed-sync-'))
  engine = await startEmbedded({ dataDir: join(directory, 'engine') })
  store = await startEmbeddedPostgres({ dataDir: join(directory, 'store'), onEvent: () => undefined })
  const { company, focus } = makeFormulaCompany({ deals: DEALS, days: 60, endS: Math.floor(pace.simulatedMs / 1000) - 86_400 })
  fake = await startFakeAmocrm(company, now)
  fake.onRequest = focus
}, 120_000)
afterAll(async () => {
  await fake.close()
  await store.stop()
  await engine.stop()
  await rm(directory, { recursive: true, force: true })
})

type Owner = { child: ChildProcess; said: string[]; until: (word: string) => Promise<void>; ended: Promise<unknown> }

function start(token = ''): Owner {
  const { url, user, password } = engine
  const clickhouse = Object.assign(new URL(url), { username: user, password }).href
  const { host, database, user: role, password: word } = store.connection
  const postgres = `socket:${host}?${new URLSearchParams({ db: database, user: role, password: word })}`
  const script = fileURLToPath(new URL('./sync-owner.ts', import.meta.url))
  const given = [join(directory, 'data'), clickhouse, postgres, fake.address, token, ...Object.values(pace).map(String)]
  const child = fork(script, given, { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const said: string[] = []
  child.on('message', (one) => said.push(String(one)))
  const until = (one: string) =>
    new Promise<void>((resolve, reject) => {
      child.on('message', (heard) => heard === one && resolve())
      child.once('exit', (code) => reject(new Error(`ended with ${code} before it said ${one}`)))
    })
  return { child, said, until, ended: once(child, 'exit') }
}

it('goes on by itself after a kill in the middle, two processes at once, and never uses a refresh token twice', async () => {
  const killed = start(fake.application)
  await killed.until('part 2')
  killed.child.kill('SIGKILL')
  await killed.ended
  const owners = [start(), start()]
  await Promise.all(owners.map(({ ended }) => ended))
  const said = owners.map((owner) => owner.said)
  expect(said.every((words) => words.at(-1) === 'done')).toBe(true)
  expect(said.flat()).toContain('busy')
  const warehouse = connectWarehouse(engine)
  const [row] = await warehouse.query<{ deals: string; names: string }>(
    'SELECT count() AS deals, uniqExact(id) AS names FROM rec_deals FINAL',
  )
  await warehouse.close()
  expect({ deals: Number(row?.deals), names: Number(row?.names) }).toEqual({ deals: DEALS, names: DEALS })
  const { made, misused } = fake.renewals!()
  expect({ isRenewed: made > 3, misused, tooMany: fake.tooMany }).toEqual({ isRenewed: true, misused: 0, tooMany: 0 })
}, 180_000)
