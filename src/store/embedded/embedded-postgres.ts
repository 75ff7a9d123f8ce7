// The embedded PostgreSQL: starts the packaged server on a data directory, or joins the one that serves it already.
// Every process that uses it holds a shared advisory lock; the last one to leave stops the server, whoever started it.

import { closeSync, existsSync, fchownSync, ftruncateSync, openSync, readFileSync, statSync } from 'node:fs'
import { rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../../contract/errors.ts'
import { type Binaries, loadBinaries } from './binaries.ts'
import { checkDataDirectory, createCluster, DATABASE, loadPassword, ROLE, settlePath, spawnAs } from './data-directory.ts'
import { disownPostmasterFile, loadPostmaster, type Postmaster, removeEmptyPostmasterFile } from './postmaster-file.ts'
import { chooseRunAs, handOver, type RunAs } from './run-as.ts'
import { isShortSocketDir, makeSocketDir } from './socket-directory.ts'
import { explainFailure } from './start-failure.ts'

/** How to reach the server: `host` is the directory of its unix socket. */
export type EmbeddedConnection = { host: string; database: string; user: string; password: string }

export type EmbeddedPostgres = {
  readonly connection: EmbeddedConnection
  /** Leaves the server; the last user stops it. Safe to call twice. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** The data directory itself (PGDATA); made when missing. */
  dataDir: string
  /** Told of restarts, in English, for the log. */
  onEvent?: (message: string) => void
}

type Place = { dataDir: string; binaries: Binaries; runAs: RunAs }
type Hold = { client: pg.Client; connection: EmbeddedConnection; pid: number }

const HOLD_LOCK = 7_862_001
const START_MS = 120_000
const SILENT_MS = 10_000
const STOP_MS = 30_000
const LOG_BYTES_MAX = 5_000_000
const REVIVE_MS_MAX = 10_000
const SERVER_SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '48MB',
  max_wal_size: '256MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Starts or joins the server of a data directory. Expected failures are AppErrors (bad_input, engine_failed, disk_full …). */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = await settlePath(options.dataDir)
  await checkDataDirectory(dataDir)
  const binaries = await loadBinaries()
  const place = { dataDir, binaries, runAs: chooseRunAs(dataDir, binaries.postgres) }
  let hold = await takeHold(place, true)
  let isLeaving = false

  const watch = () => hold.client.once('end', () => void revive())
  const revive = async () => {
    for (let attempt = 1; !isLeaving; attempt += 1) {
      options.onEvent?.(`PostgreSQL went away; starting it again (attempt ${attempt})`)
      const [taken] = await Promise.allSettled([takeHold(place, false)])
      if (taken.status === 'fulfilled') {
        hold = taken.value
        if (isLeaving) await leave(hold, place)
        else watch()
        return
      }
      options.onEvent?.(`PostgreSQL did not start: ${taken.reason}`)
      await sleep(Math.min(500 * attempt, REVIVE_MS_MAX), undefined, { ref: false })
    }
  }
  watch()

  return {
    connection: hold.connection,
    async stop() {
      if (isLeaving) return
      isLeaving = true
      await leave(hold, place)
    },
  }
}

/** Goes round until a server is ready and we are counted among its users. */
async function takeHold(place: Place, mayCreate: boolean): Promise<Hold> {
  const deadline = Date.now() + START_MS
  let silentSince: number | null = null
  while (Date.now() < deadline) {
    const seen = await loadPostmaster(place.dataDir)
    if (seen?.state === 'ready') {
      const hold = await joinServer(seen, place)
      if (hold) return hold
      silentSince ??= Date.now()
      if (Date.now() - silentSince > SILENT_MS) throw silent(seen, place)
    } else if (seen?.state !== 'busy') {
      silentSince = null
      await prepareDirectory(place, seen, mayCreate)
      if (await removeEmptyPostmasterFile(place.dataDir)) await startServer(place, deadline)
    }
    await sleep(15)
  }
  throw explainFailure(readLog(place.dataDir), place.dataDir)
}

async function prepareDirectory(place: Place, seen: Postmaster | null, mayCreate: boolean): Promise<void> {
  if (seen?.state === 'foreign') await disownPostmasterFile(place.dataDir)
  if ((await checkDataDirectory(place.dataDir)) === 'absent') {
    // A directory that vanished under a running server is not silently replaced by an empty one.
    if (!mayCreate) throw new AppError('engine_failed', 'The database directory is gone.', { path: place.dataDir })
    await createCluster(place.dataDir, place.binaries, place.runAs)
  }
  await loadPassword(place.dataDir)
}

/** Starts a server and waits until it is ready or gone. Of two at once one is refused by the server itself, which is fine. */
async function startServer(place: Place, deadline: number): Promise<void> {
  handOver(place.dataDir, place.runAs)
  const socketDir = await makeSocketDir(place.dataDir, place.runAs)
  const logPath = join(place.dataDir, 'rumb-postgres.log')
  const log = openLog(logPath, place.runAs)
  const logStart = statSync(logPath).size
  const settings = Object.entries({ ...SERVER_SETTINGS, unix_socket_directories: socketDir }).map(([name, value]) => `--${name}=${value}`)
  const child = spawnAs(place.binaries.postgres, ['-D', place.dataDir, ...settings], place.dataDir, place.runAs, log)
  closeSync(log)
  let failure: Error | null = null
  child.once('error', (error) => (failure = error))
  child.unref()
  while (Date.now() < deadline) {
    if (failure) throw explainFailure(String(failure), place.dataDir)
    if (child.exitCode !== null || child.signalCode !== null) {
      const said = readLog(place.dataDir, logStart)
      // Somebody else was faster, or backends of a killed server are still leaving: look again.
      if (/lock file .* (already exists|is empty)|pre-existing shared memory block|still in use/.test(said)) return void (await sleep(100))
      throw explainFailure(said, place.dataDir)
    }
    const seen = await loadPostmaster(place.dataDir)
    if (seen?.state === 'ready' && seen.pid === child.pid) return
    await sleep(10)
  }
}

/** Null = the server is going away (or coming up) just now. */
async function joinServer(server: Postmaster, place: Place): Promise<Hold | null> {
  const connection = { host: server.socketDir, database: DATABASE, user: ROLE, password: await loadPassword(place.dataDir) }
  const client = new pg.Client({ ...connection, port: 5432, application_name: 'rumb-hold', connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  const [connected] = await Promise.allSettled([client.connect()])
  if (connected.status === 'rejected') {
    if (connected.reason.code === '28P01') throw explainFailure(`Error: ${connected.reason.message}`, place.dataDir)
    return null
  }
  const [locked] = await Promise.allSettled([client.query('select pg_try_advisory_lock_shared($1) as held', [HOLD_LOCK])])
  if (locked.status === 'fulfilled' && locked.value.rows[0]?.held === true) return { client, connection, pid: server.pid }
  await Promise.allSettled([client.end()])
  return null
}

async function leave(hold: Hold, place: Place): Promise<void> {
  const [asked] = await Promise.allSettled([
    hold.client
      .query('select pg_advisory_unlock_shared($1)', [HOLD_LOCK])
      .then(() => hold.client.query('select pg_try_advisory_lock($1) as last', [HOLD_LOCK])),
  ])
  const isLast = asked.status === 'fulfilled' && asked.value.rows[0]?.last === true
  if (isLast) await stopServer(hold.pid, place)
  await Promise.allSettled([hold.client.end()])
  if (isLast && isShortSocketDir(hold.connection.host)) await Promise.allSettled([rmdir(hold.connection.host)])
}

async function stopServer(pid: number, place: Place): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const seen = await loadPostmaster(place.dataDir)
    if (seen?.pid !== pid || seen.state === 'dead' || seen.state === 'foreign') return
    process.kill(pid, signal)
    const deadline = Date.now() + STOP_MS
    while (Date.now() < deadline) {
      const still = await loadPostmaster(place.dataDir)
      if (still?.pid !== pid || still.state === 'dead') return
      await sleep(10)
    }
  }
}

function openLog(path: string, runAs: RunAs): number {
  const log = openSync(path, 'a', 0o600)
  if (runAs.uid !== null && runAs.gid !== null) fchownSync(log, runAs.uid, runAs.gid)
  if (statSync(path).size > LOG_BYTES_MAX) ftruncateSync(log, 0)
  return log
}

function readLog(dataDir: string, from = 0): string {
  const path = join(dataDir, 'rumb-postgres.log')
  return existsSync(path) ? readFileSync(path).subarray(from).toString('utf8').slice(-20_000) : ''
}

function silent(server: Postmaster, place: Place): AppError {
  return new AppError('engine_unavailable', `PostgreSQL (process ${server.pid}) serves the database directory but does not answer.`, {
    path: place.dataDir,
    hint: `Stop process ${server.pid} and start Rumb again.`,
  })
}
