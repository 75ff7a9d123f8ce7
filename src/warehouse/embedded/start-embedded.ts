// Starts and watches the embedded engine: one child process per data directory, restarted when it dies or hangs,
// always on the same address. The child is disposable: what was acknowledged is on disk.
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../contract/errors.ts'
import { connectWarehouse, type WarehouseAddress } from '../client.ts'
import {
  claimDirectory,
  type DataPaths,
  dataPaths,
  findHolder,
  inUse,
  isAlive,
  prepareDirectory,
  readRecord,
  writeRecord,
} from './data-lock.ts'
import { type ClusterConfig, printEngineConfig } from './engine-config.ts'
import type { ServerMessage, ServerOptions } from './server.ts'

export type EmbeddedLogger = { info(message: string): void; warn(message: string): void }

export type EmbeddedOptions = {
  /** A directory of its own for the engine. */
  dataDir: string
  /** Ceiling of the engine's memory in bytes. */
  memoryMax?: number
  logger?: EmbeddedLogger
  /** For the suite over all twins: a cluster inside the process, TLS, settings of every session. */
  cluster?: ClusterConfig
  tls?: { cert: string; key: string }
  settings?: Record<string, string>
  /** Without a sign of life for this long the child is taken for stuck and replaced. */
  silenceMaxMs?: number
}

export type Embedded = WarehouseAddress & {
  /** The child that serves now, none while it is being replaced. */
  pid(): number | undefined
  stop(): Promise<void>
}

type Child = { process: ChildProcess; port: number; lastBeat: number }

const MEMORY_MAX = 1_200_000_000
const READY_WAIT_MS = 60_000
const STOP_WAIT_MS = 20_000
const SILENCE_MAX_MS = 45_000
const RESTART_WAIT_MS = 20_000
const RESTART_PAUSE_MAX_MS = 10_000
const QUIET: EmbeddedLogger = { info: () => undefined, warn: () => undefined }

const serverFile = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './server.ts' : './server.js', import.meta.url))

/** The engine over `dataDir`, ready to answer. Throws data_in_use, bad_input, disk_full or engine_unavailable. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const paths = dataPaths(options.dataDir)
  await prepareDirectory(paths)
  await claimDirectory(paths)
  await writeFile(paths.config, printEngineConfig(options.memoryMax ?? MEMORY_MAX, options.cluster))
  const user = 'rumb'
  const password = randomBytes(24).toString('base64url')
  const server: ServerOptions = {
    engineDir: paths.engine,
    configFile: paths.config,
    incomingDir: paths.incoming,
    port: 0,
    user,
    password,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  }
  return supervise(paths, server, options)
}

async function supervise(paths: DataPaths, server: ServerOptions, options: EmbeddedOptions): Promise<Embedded> {
  const logger = options.logger ?? QUIET
  const scheme = options.tls === undefined ? 'http' : 'https'
  let child = await launch(paths, server)
  const fixed = { ...server, port: child.port }
  const address = { url: `${scheme}://127.0.0.1:${child.port}`, user: server.user, password: server.password }
  let isStopping = false
  let ready: Promise<void> = Promise.resolve()

  const record = () => writeRecord(paths, { ...address, pid: child.process.pid ?? 0, parentPid: process.pid })

  async function restart(): Promise<void> {
    for (let pause = 50; !isStopping && hasEnded(child.process); pause = Math.min(pause * 2, RESTART_PAUSE_MAX_MS)) {
      try {
        child = await launch(paths, fixed)
        watch()
        logger.info(`The analytics engine runs again (process ${child.process.pid})`)
        return await record()
      } catch (error) {
        // TRICKY: a crashed engine may leave port or lock behind for a moment; callers meanwhile get engine_unavailable.
        logger.warn(`The analytics engine did not start: ${error instanceof Error ? error.message : error}`)
        await sleep(pause)
      }
    }
  }

  function watch(): void {
    const current = child.process
    current.on('message', (message: ServerMessage) => {
      if ('beat' in message) child.lastBeat = performance.now()
      if ('stuck' in message) current.kill('SIGKILL')
    })
    const beat = setInterval(() => {
      if (performance.now() - child.lastBeat > (options.silenceMaxMs ?? SILENCE_MAX_MS)) current.kill('SIGKILL')
    }, 1_000).unref()
    current.once('exit', (code, signal) => {
      clearInterval(beat)
      if (isStopping) return
      logger.warn(`The analytics engine ended (${signal ?? code}) and is started again`)
      ready = restart()
    })
  }

  await record()
  watch()
  return {
    ...address,
    localFiles: true,
    whenReady: async () => {
      if (hasEnded(child.process)) await Promise.race([ready, giveUp()])
    },
    pid: () => (hasEnded(child.process) ? undefined : child.process.pid),
    stop: async () => {
      isStopping = true
      await ready
      await end(child.process)
      await rm(paths.record, { force: true })
    },
  }
}

/** One child, from start to its first sign of readiness; says why when there is none. */
async function launch(paths: DataPaths, server: ServerOptions): Promise<Child> {
  const process_ = fork(serverFile, [], {
    execPath: process.execPath,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { UV_THREADPOOL_SIZE: '16', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  process_.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-8_000)
  })
  process_.send(server)
  const outcome = await new Promise<{ port: number } | string>((resolve) => {
    const late = setTimeout(() => {
      process_.kill('SIGKILL')
      resolve('it did not answer in time')
    }, READY_WAIT_MS)
    const settle = (result: { port: number } | string) => {
      clearTimeout(late)
      resolve(result)
    }
    process_.once('message', (message: ServerMessage) =>
      settle('ready' in message ? message.ready : 'failed' in message ? message.failed : 'it spoke too early'),
    )
    process_.once('error', (error) => settle(error.message))
    process_.once('exit', (code, signal) => settle(`it ended (${signal ?? code})`))
  })
  if (typeof outcome !== 'string') return { process: process_, port: outcome.port, lastBeat: performance.now() }
  process_.kill('SIGKILL')
  throw await explain(paths, outcome, said)
}

/** TRICKY (chDB): the caller only learns that the engine did not open; the reason stands on its stderr. */
async function explain(paths: DataPaths, outcome: string, said: string): Promise<AppError> {
  if (said.includes('Cannot lock file')) return inUse(paths, (await findHolder(paths))?.toString())
  const reason = /DB::Exception: ([^\n]{1,400})/.exec(said)?.[1] ?? /Error: ([^\n]{1,400})/.exec(said)?.[1] ?? outcome
  if (/No space left|ENOSPC/.test(said))
    return new AppError('disk_full', `No space left for the data directory ${paths.root}`, { path: paths.root })
  return new AppError('engine_unavailable', `The analytics engine cannot open ${paths.root}: ${reason}`, {
    path: paths.root,
    hint: 'Restore the directory from a backup, or choose an empty one and import again',
  })
}

/** The limit of a caller's patience with an engine that does not come back. */
async function giveUp(): Promise<never> {
  await sleep(RESTART_WAIT_MS, undefined, { ref: false })
  throw new AppError('engine_unavailable', 'The analytics engine has ended and does not start again', {
    hint: 'Look for the reason in the log',
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.send('stop')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WAIT_MS)
  await gone
  clearTimeout(late)
}

/** The engine another process of ours runs over `dataDir`, when it answers. */
export async function findEmbedded(dataDir: string): Promise<WarehouseAddress | undefined> {
  const record = await readRecord(dataPaths(dataDir))
  if (record === undefined || !isAlive(record.pid)) return undefined
  const address = { url: record.url, user: record.user, password: record.password, localFiles: true }
  const warehouse = connectWarehouse(address)
  const doesAnswer = await warehouse.ping().then(
    () => true,
    () => false,
  )
  await warehouse.close()
  return doesAnswer ? address : undefined
}
