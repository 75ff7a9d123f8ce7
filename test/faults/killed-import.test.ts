import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectWarehouse } from '../../src/warehouse/client.ts'
import { startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'
import { ingestTables } from '../../src/warehouse/ingest/tables.ts'
import { migrate } from '../../src/warehouse/migrate.ts'
import { recordTables } from '../../src/warehouse/records.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rumb-killed-'))
  await withEngine((warehouse) => migrate(warehouse, [...recordTables, ...ingestTables]))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

type Warehouse = ReturnType<typeof connectWarehouse>

async function withEngine<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const engine = await startEmbedded({ dataDir: join(directory, 'engine') })
  const warehouse = connectWarehouse(engine)
  const [done] = await Promise.allSettled([work(warehouse)])
  await warehouse.close()
  await engine.stop()
  if (done.status === 'rejected') throw done.reason
  return done.value
}

const rows = 60_000
const text = (at: number) => `D${at},2026-03-05T10:00:00Z,${at},"a rather long reason to fill the batches ${at % 7}"\n`

function start(file: string, ws: number): ChildProcess {
  const script = fileURLToPath(new URL('./import-owner.ts', import.meta.url))
  return fork(script, [join(directory, 'engine'), file, String(ws)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()))

/** Kills the import so long after it said `word`. */
async function runKilled(file: string, ws: number, word: string, afterMs: number): Promise<void> {
  const child = start(file, ws)
  await new Promise<void>((resolve) => child.on('message', (said) => said === word && resolve()))
  await sleep(afterMs)
  child.kill('SIGKILL')
  await ended(child)
}

const state = (warehouse: Warehouse, ws: number) =>
  warehouse.query(
    `SELECT count() AS n, sum(amount) AS s, sum(cityHash64(id, content, is_deleted)) AS h FROM rec_deals FINAL WHERE ws = ${ws}`,
  )

it('a killed import that is run again ends in the state of one that was not', async () => {
  const file = join(directory, 'deals.csv')
  await writeFile(file, `id,created_at,amount,lost_reason\n${Array.from({ length: rows }, (_, at) => text(at)).join('')}`)
  const whole = start(file, 1)
  await ended(whole)
  const kills: [number, string, number][] = [
    [2, 'begun', 30],
    [3, 'rows', 0],
  ]
  for (const [ws, word, afterMs] of kills) {
    await runKilled(file, ws, word, afterMs)
    await ended(start(file, ws))
  }
  await withEngine(async (warehouse) => {
    const expected = await state(warehouse, 1)
    expect(expected).toMatchObject([{ n: '60000' }])
    for (const [ws] of kills) expect(await state(warehouse, ws), `killed ${ws}`).toEqual(expected)
  })
}, 300_000)
