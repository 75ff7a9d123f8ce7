// What can go wrong around the embedded PostgreSQL: killed processes, stale files, crowds, broken directories, full disks.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/client.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts'
import { ensureWorkspace, findWorkspace, listWorkspaces } from '../../src/store/tables/workspaces.ts'

let root: string
let dataDir: string
const servers: EmbeddedPostgres[] = []
const holders: ChildProcess[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rumb-faults-'))
  dataDir = join(root, 'pg')
})

afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
  const left = await pidOf(dataDir)
  if (left !== null && existsSync(`/proc/${left}`)) process.kill(left, 'SIGQUIT')
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

describe('a killed process', () => {
  test('leaves a server that the next one takes over, with all it had acknowledged', async () => {
    const holder = await hold('before')
    const pid = await pidOf(dataDir)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const server = await start()
    expect(await pidOf(dataDir)).toBe(pid)
    expect(await workspaceIds(server)).toEqual(['before'])
    await server.stop()
    expect(await pidOf(dataDir)).toBeNull()
  })

  test('and a killed server leave a stale file and no lost row', async () => {
    const holder = await hold('before')
    const pid = (await pidOf(dataDir))!
    holder.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await once(holder, 'exit')
    const server = await start()
    expect(await pidOf(dataDir)).not.toBe(pid)
    expect(await workspaceIds(server)).toEqual(['before'])
  })

  test('in the middle of making a directory leaves nothing in the way', async () => {
    const dead = spawnSync('true').pid
    await mkdir(`${dataDir}.new-${dead}-abc/base`, { recursive: true })
    await writeFile(`${dataDir}.new-${dead}-abc.password`, 'x')
    await start()
    expect(await readdir(root)).toEqual(['pg'])
  })
})

describe('a stale pid file', () => {
  test.each([
    ['whose number belongs to another program', (file: string) => file.replace(/^\d+/, String(process.pid))],
    ['whose number belongs to nobody', (file: string) => file.replace(/^\d+/, '2147483646')],
    ['that was cut short', (file: string) => file.slice(0, 3)],
    ['that is empty', () => ''],
  ])('%s does not keep the server from starting', async (_name, spoil) => {
    const first = await start()
    const file = await readFile(join(dataDir, 'postmaster.pid'), 'utf8')
    await workspaceIds(first, 'before')
    await first.stop()
    await writeFile(join(dataDir, 'postmaster.pid'), spoil(file))
    const server = await start()
    expect(await workspaceIds(server)).toEqual(['before'])
  })
})

describe('several users of one directory', () => {
  test('that start at once share one server, and the last to leave stops it', async () => {
    const crowd = await Promise.all(['a', 'b', 'c', 'd'].map((name) => hold(name)))
    const pid = await pidOf(dataDir)
    expect(postmastersOf(dataDir)).toEqual([pid])
    const last = await start()
    expect((await workspaceIds(last)).sort()).toEqual(['a', 'b', 'c', 'd'])
    for (const holder of crowd) {
      holder.stdin?.write('leave\n')
      await once(holder, 'exit')
      expect(await pidOf(dataDir)).toBe(pid)
    }
    await last.stop()
    expect([await pidOf(dataDir), postmastersOf(dataDir)]).toEqual([null, []])
  })

  test('starting and leaving over and over never meet a missing server', async () => {
    const rounds = Array.from({ length: 4 }, async (_, n) => {
      for (let round = 0; round < 3; round += 1) {
        const server = await startEmbeddedPostgres({ dataDir })
        expect(await workspaceIds(server, `w${n}`)).toContain(`w${n}`)
        await server.stop()
      }
    })
    await Promise.all(rounds)
    expect(await pidOf(dataDir)).toBeNull()
  })
})

test('a server that dies under its users is started again and their store goes on', async () => {
  const events: string[] = []
  const server = await startEmbeddedPostgres({ dataDir, onEvent: (message) => events.push(message) })
  servers.push(server)
  const store = await openStore(server.connection)
  await ensureWorkspace(store.db, { id: 'kept', createdAt: new Date(0) })
  const pid = (await pidOf(dataDir))!
  process.kill(pid, 'SIGKILL')
  const failed = await Promise.allSettled([findWorkspace(store.db, 'kept')])
  if (failed[0].status === 'rejected') expect(failed[0].reason).toMatchObject({ code: 'engine_unavailable' })
  await until(async () => ![null, pid].includes(await pidOf(dataDir)))
  await until(async () => (await Promise.allSettled([findWorkspace(store.db, 'kept')]))[0].status === 'fulfilled')
  expect(await findWorkspace(store.db, 'kept')).not.toBeNull()
  expect(events).toHaveLength(1)
  await store.close()
})

test('a directory that vanishes under its users is not replaced by an empty one', async () => {
  const events: string[] = []
  servers.push(await startEmbeddedPostgres({ dataDir, onEvent: (message) => events.push(message) }))
  const pid = (await pidOf(dataDir))!
  await rm(dataDir, { recursive: true })
  process.kill(pid, 'SIGKILL')
  await until(async () => events.some((event) => event.includes('is gone')))
  expect(existsSync(dataDir)).toBe(false)
})

describe('a directory that cannot be used', () => {
  test('because it holds other things is refused and left alone', async () => {
    await mkdir(dataDir)
    await writeFile(join(dataDir, 'thesis.doc'), 'mine')
    await expect(start()).rejects.toMatchObject({ name: 'AppError', code: 'bad_input', path: dataDir })
    expect(await readdir(dataDir)).toEqual(['thesis.doc'])
  })

  test('because it is a file is refused', async () => {
    await writeFile(dataDir, '')
    await expect(start()).rejects.toMatchObject({ code: 'bad_input' })
    dataDir = join(dataDir, 'below')
    await expect(start()).rejects.toMatchObject({ name: 'AppError' })
  })

  test.each([
    ['newer', '19\n', 'schema_newer'],
    ['older', '17\n', 'engine_failed'],
    ['unreadable', '\u0000garbage', 'engine_failed'],
  ])('because its version is %s is refused', async (_name, version, code) => {
    await (await start()).stop()
    await writeFile(join(dataDir, 'PG_VERSION'), version)
    await expect(start()).rejects.toMatchObject({ name: 'AppError', code })
  })

  test.each(['global/pg_control', 'rumb.password', 'postgresql.conf'])('because %s is gone is refused with the reason', async (file) => {
    await (await start()).stop()
    await rm(join(dataDir, file))
    await expect(start()).rejects.toMatchObject({
      name: 'AppError',
      code: 'engine_failed',
      message: expect.stringMatching(/password|\w+\.conf|pg_control/),
    })
    expect(postmastersOf(dataDir)).toEqual([])
  })
})

test('a long path and spaces in it do not matter, and the socket stays private', async () => {
  dataDir = join(root, `${'довгий шлях '.repeat(8)}`, 'pg')
  const server = await start()
  expect(await workspaceIds(server, 'far')).toEqual(['far'])
  const { host } = server.connection
  expect([Buffer.byteLength(host) < 90, (await stat(host)).mode & 0o077]).toEqual([true, 0])
  await server.stop()
  expect(existsSync(host)).toBe(false)
})

const disk = mkdtempOf('rumb-disk-')
const hasDisk =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', disk]).status === 0
if (!hasDisk) process.stdout.write('store-embedded: no small disk can be mounted here, full disk not tested\n')

describe.runIf(hasDisk)('a full disk', () => {
  beforeAll(() => spawnSync('chmod', ['711', disk]))
  afterAll(() => {
    spawnSync('umount', [disk])
    return rm(disk, { recursive: true })
  })

  test('is told when a directory is made, and leaves nothing behind', async () => {
    await fill(90)
    await expect(startEmbeddedPostgres({ dataDir: join(disk, 'pg') })).rejects.toMatchObject({ name: 'AppError', code: 'disk_full' })
    expect((await readdir(disk)).sort()).toEqual(['ballast'])
    await rm(join(disk, 'ballast'))
  })

  test('is told to who writes, keeps what was acknowledged and passes with the fullness', async () => {
    const server = await startEmbeddedPostgres({ dataDir: join(disk, 'pg') })
    const store = await openStore(server.connection)
    const { bavail, bsize } = await statfs(disk)
    await fill(Math.floor((bavail * bsize) / 1e6) - 5)
    const acknowledged: string[] = []
    const write = async () => {
      for (let n = 0; n < 3000; n += 1) {
        const noise = (i: number) => createHash('sha512').update(`${n} ${i}`).digest('base64')
        const settings = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`lost_reasons.${noise(i)}`, 'price']))
        await ensureWorkspace(store.db, { id: `w${n}`, createdAt: new Date(0), settings })
        acknowledged.push(`w${n}`)
      }
    }
    await expect(write()).rejects.toMatchObject({ name: 'AppError', code: expect.stringMatching(/disk_full|engine_unavailable/) })
    expect(acknowledged.length).toBeGreaterThan(0)
    await rm(join(disk, 'ballast'))
    await until(async () => (await Promise.allSettled([findWorkspace(store.db, 'w0')]))[0].status === 'fulfilled')
    await ensureWorkspace(store.db, { id: 'after', createdAt: new Date(0) })
    expect((await listWorkspaces(store.db)).map(({ id }) => id)).toEqual([...acknowledged, 'after'])
    await store.close()
    await server.stop()
  })

  async function fill(mb: number): Promise<void> {
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=1M', `count=${mb}`])
  }
})

function mkdtempOf(prefix: string): string {
  return spawnSync('mktemp', ['-d', join(tmpdir(), `${prefix}XXXXXX`)], { encoding: 'utf8' }).stdout.trim()
}

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir })
  servers.push(server)
  return server
}

async function hold(workspace: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'store-holder.ts')
  const holder = spawn(process.execPath, [script, dataDir, workspace], { stdio: ['pipe', 'pipe', 'inherit'] })
  holders.push(holder)
  await Promise.race([once(holder.stdout!, 'data'), once(holder, 'exit').then(() => Promise.reject(new Error('the holder ended')))])
  return holder
}

/** All workspaces, after adding one if it is named. */
async function workspaceIds(server: EmbeddedPostgres, added?: string): Promise<string[]> {
  const store = await openStore(server.connection)
  if (added) await ensureWorkspace(store.db, { id: added, createdAt: new Date(0) })
  const ids = (await listWorkspaces(store.db)).map(({ id }) => id)
  await store.close()
  return ids
}

async function pidOf(dir: string): Promise<number | null> {
  const file = join(dir, 'postmaster.pid')
  return existsSync(file) ? Number((await readFile(file, 'utf8')).split('\n')[0]) : null
}

/** Servers started on a directory: their command line names it. */
function postmastersOf(dir: string): number[] {
  const listed = spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).stdout.split('\n')
  return listed.filter((line) => line.includes('bin/postgres -D') && line.includes(dir)).map((line) => Number.parseInt(line, 10))
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return
    await sleep(100)
  }
  throw new Error('it did not come about in 20 s')
}
