// What the embedded engine does when something breaks: killed, stuck, its directory taken, broken or full.
import { execFileSync, fork } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectWarehouse, type Warehouse } from '../../src/warehouse/client.ts'
import type { TableDef } from '../../src/warehouse/ddl.ts'
import { type Embedded, type EmbeddedOptions, findEmbedded, startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'
import { migrate } from '../../src/warehouse/migrate.ts'

const ENDLESS = 'SELECT count() FROM numbers(100000000000000) WHERE NOT ignore(cityHash64(number))'
const TABLE: TableDef = {
  name: 'acks',
  engine: 'merge',
  orderBy: 'ws, k',
  columns: [
    { name: 'ws', type: 'UInt32' },
    { name: 'k', type: 'UInt64' },
  ],
}

let dataDir: string
const open: { stop(): Promise<void> }[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rumb-fault-'))
})
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(options: Partial<EmbeddedOptions> = {}): Promise<{ engine: Embedded; warehouse: Warehouse }> {
  const engine = await startEmbedded({ dataDir, ...options })
  const warehouse = connectWarehouse(engine)
  open.push(engine, { stop: () => warehouse.close() })
  return { engine, warehouse }
}

const keys = async (warehouse: Warehouse) =>
  (await warehouse.query<{ k: string }>('SELECT k FROM acks ORDER BY k')).map(({ k }) => Number(k))

describe('a killed engine', () => {
  test('fails what runs, serves what comes next on the same address', async () => {
    const { engine, warehouse } = await start()
    const first = engine.pid()
    const running = [warehouse.query(ENDLESS), warehouse.command(`${ENDLESS} FORMAT Null`)]
    const outcomes = Promise.allSettled(running)
    await sleep(150)
    process.kill(first ?? 0, 'SIGKILL')
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'engine_unavailable' } })
    expect(await warehouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(engine.pid()).not.toBe(first)
  })

  test('loses no acknowledged row, however often it is killed during inserts', async () => {
    const { engine, warehouse } = await start()
    await migrate(warehouse, [TABLE])
    const acknowledged: number[] = []
    for (let kill = 0; kill < 4; kill++) {
      await warehouse.ping()
      const victim = engine.pid() ?? 0
      for (let k = kill * 10_000; ; k++) {
        const outcome = await warehouse.insertRows('acks', [{ ws: 1, k }]).then(
          () => 'kept',
          () => 'lost',
        )
        if (outcome === 'lost') break
        acknowledged.push(k)
        if (k === kill * 10_000 + 6) setTimeout(() => process.kill(victim, 'SIGKILL'), 9 * kill)
      }
    }
    const stored = new Set(await keys(warehouse))
    expect(acknowledged.length).toBeGreaterThan(20)
    expect(acknowledged.filter((k) => !stored.has(k))).toEqual([])
  })

  test('is replaced when it hangs, and what waited for it fails cleanly', async () => {
    const { engine, warehouse } = await start({ silenceMaxMs: 2_500 })
    const first = engine.pid() ?? 0
    process.kill(first, 'SIGSTOP')
    await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'engine_unavailable' })
    expect(await warehouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(engine.pid()).not.toBe(first)
  })
})

describe('a data directory', () => {
  test('in use is refused with the process that uses it, and found by another one', async () => {
    const { engine } = await start()
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
      code: 'data_in_use',
      path: dataDir,
      message: expect.stringContaining(String(engine.pid())),
    })
    const found = await findEmbedded(dataDir)
    expect(found).toMatchObject({ url: engine.url, password: engine.password })
    expect((await stat(join(dataDir, 'engine.json'))).mode & 0o777).toBe(0o600)
    await engine.stop()
    expect(await findEmbedded(dataDir)).toBeUndefined()
  })

  test('is taken over, rows and all, when its owner was killed', async () => {
    const owner = fork(fileURLToPath(new URL('./warehouse-owner.ts', import.meta.url)), [dataDir], { stdio: 'ignore' })
    await new Promise((resolve) => owner.once('message', resolve))
    const other = connectWarehouse((await findEmbedded(dataDir)) ?? { url: 'http://127.0.0.1:1', user: '', password: '' })
    await migrate(other, [TABLE])
    await other.insertRows('acks', [{ ws: 1, k: 7 }])
    await other.close()
    owner.kill('SIGKILL')
    const { warehouse } = await start()
    expect(await keys(warehouse)).toEqual([7])
  })

  test('that is a file is refused', async () => {
    const path = join(dataDir, 'file')
    await writeFile(path, 'not a directory')
    await expect(startEmbedded({ dataDir: path })).rejects.toMatchObject({
      code: 'bad_input',
      path,
      message: expect.stringContaining('is a file'),
    })
    await expect(startEmbedded({ dataDir: join(path, 'below') })).rejects.toMatchObject({ code: 'bad_input' })
  })

  test('that may not be written is refused', async () => {
    await chmod(dataDir, 0o500)
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    const refused = await startEmbedded({ dataDir }).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (isRoot) process.seteuid?.(0)
    await chmod(dataDir, 0o700)
    expect(refused).toMatchObject({ code: 'bad_input', path: dataDir, message: expect.stringContaining('cannot be written') })
  })

  test('with garbage for tables is refused with the reason of the engine', async () => {
    const { engine, warehouse } = await start()
    await migrate(warehouse, [TABLE])
    await engine.stop()
    const store = join(dataDir, 'engine', 'store')
    for (const part of await readdir(store, { recursive: true }))
      if (part.endsWith('.sql')) await writeFile(join(store, part), '\0\0garbage')
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
      code: 'engine_unavailable',
      path: dataDir,
      message: expect.stringMatching(/Syntax error|garbage|metadata/i),
    })
  })
})

test.skipIf(!canMount())('a full disk fails the insert, keeps what was acknowledged and goes on when there is space', async () => {
  const small = join(dataDir, 'small')
  await mkdir(small)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small])
  open.push({ stop: async () => void execFileSync('umount', ['-l', small]) })
  const { warehouse } = await start({ dataDir: join(small, 'data') })
  await migrate(warehouse, [TABLE])
  await warehouse.insertRows('acks', [{ ws: 1, k: 1 }])
  const tooMuch = warehouse.command('INSERT INTO acks SELECT 1, cityHash64(number) FROM numbers(10000000)')
  await expect(tooMuch).rejects.toMatchObject({ code: 'disk_full' })
  await writeFile(join(small, 'ballast'), Buffer.alloc(64 * 1024 * 1024)).catch(() => undefined)
  await expect(warehouse.insertRows('acks', [{ ws: 1, k: 2 }])).rejects.toMatchObject({ code: 'disk_full' })
  await rm(join(small, 'ballast'))
  await warehouse.insertRows('acks', [{ ws: 1, k: 3 }])
  expect(await warehouse.query('SELECT k FROM acks WHERE k < 10 ORDER BY k')).toEqual([{ k: '1' }, { k: '3' }])
})

/** A file system of a few megabytes needs root and the right to mount. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
