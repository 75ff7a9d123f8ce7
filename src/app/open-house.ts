// Opens the two engines of a house: embedded on the data directory or external by URL, both brought to the newest schema.
// The only place that knows which twin runs.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import { AppError } from '../contract/errors.ts'
import { openStore, type Store, type StoreConnection } from '../store/client.ts'
import { startEmbeddedPostgres } from '../store/embedded/embedded-postgres.ts'
import { connectWarehouse, type Warehouse, type WarehouseAddress } from '../warehouse/client.ts'
import { startEmbedded } from '../warehouse/embedded/start-embedded.ts'
import { createBusinessDictionary } from '../warehouse/facts/business-dictionary.ts'
import { factTables, workTables } from '../warehouse/facts/tables.ts'
import { ingestTables } from '../warehouse/ingest/tables.ts'
import { migrate } from '../warehouse/migrate.ts'
import { recordTables } from '../warehouse/records.ts'
import { type FactNews, openFactNews } from './fact-news.ts'
import { openSyncRequests, type SyncRequests } from './sync-requests.ts'

export type House = {
  readonly warehouse: Warehouse
  readonly store: Store
  /** Who tells and hears that facts changed, within this process. */
  readonly news: FactNews
  /** Who asks for a sync soon, and who runs them, within this process. */
  readonly syncs: SyncRequests
  /** Origins beside the clouds of systems that may be connected from elsewhere than this machine. */
  readonly sourceHosts: readonly string[]
  /** The data directory, absolute. */
  readonly dataDir: string
  close(): Promise<void>
}

export type HouseConfig = Pick<Config, 'data' | 'clickhouseUrl' | 'clickhouseCluster' | 'postgresUrl' | 'engineMemoryMb'> &
  Partial<Pick<Config, 'sourceHosts'>>
export type HouseLogger = { info(message: string): void; warn(message: string): void }

const BUSY_WAIT_MS = 30_000
const BUSY_PAUSE_MS = 200
const QUIET: HouseLogger = { info: () => undefined, warn: () => undefined }

/** Opens and migrates. Errors: bad_input, data_in_use, disk_full, engine_unavailable, engine_failed, schema_newer. */
export async function openHouse(config: HouseConfig, logger: HouseLogger = QUIET): Promise<House> {
  await makeDataDirectory(config.data)
  const opened: (() => Promise<void>)[] = []
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  const open = async <T>(engine: Promise<T>, close: (engine: T) => Promise<void>): Promise<T> => {
    const running = await engine
    opened.push(() => close(running))
    return running
  }
  const engines = await Promise.allSettled([openStoreTwin(config, logger, open), openWarehouseTwin(config, logger, open)])
  const failed = engines.find((engine) => engine.status === 'rejected')
  if (failed) {
    await closeAll()
    throw failed.reason
  }
  const [store, warehouse] = engines as [PromiseFulfilledResult<Store>, PromiseFulfilledResult<Warehouse>]
  const { data: dataDir, sourceHosts = [] } = config
  const inside = { news: openFactNews(), syncs: openSyncRequests() }
  return { store: store.value, warehouse: warehouse.value, ...inside, sourceHosts, dataDir, close: closeAll }
}

type Open = <T>(engine: Promise<T>, close: (engine: T) => Promise<void>) => Promise<T>

async function openStoreTwin(config: HouseConfig, logger: HouseLogger, open: Open): Promise<Store> {
  const connection: StoreConnection = config.postgresUrl
    ? { url: config.postgresUrl }
    : (
        await open(
          startEmbeddedPostgres({ dataDir: join(config.data, 'postgres'), onEvent: (message) => logger.warn(message) }),
          (server) => server.stop(),
        )
      ).connection
  return open(openStore(connection), (store) => store.close())
}

async function openWarehouseTwin(config: HouseConfig, logger: HouseLogger, open: Open): Promise<Warehouse> {
  const address = config.clickhouseUrl
    ? addressOf(config.clickhouseUrl, config.clickhouseCluster)
    : await open(startWhenFree(config, logger), (engine) => engine.stop())
  const warehouse = await open(Promise.resolve(connectWarehouse(address)), (client) => client.close())
  await warehouse.ping()
  await migrate(warehouse, [...recordTables, ...ingestTables, ...factTables, ...workTables])
  await createBusinessDictionary(warehouse, config.clickhouseUrl ? address : undefined)
  return warehouse
}

/** Two commands at once on one directory: the second waits for the first. */
async function startWhenFree(config: HouseConfig, logger: HouseLogger) {
  const options = { dataDir: join(config.data, 'clickhouse'), memoryMax: config.engineMemoryMb * 1_000_000, logger }
  for (let waited = 0; ; waited += BUSY_PAUSE_MS) {
    const [started] = await Promise.allSettled([startEmbedded(options)])
    if (started.status === 'fulfilled') return started.value
    const isBusy = started.reason instanceof AppError && started.reason.code === 'data_in_use'
    if (!isBusy || waited >= BUSY_WAIT_MS) throw started.reason
    if (waited === 0) logger.info('Another command uses the data directory; waiting for it')
    await sleep(BUSY_PAUSE_MS)
  }
}

/** `https://user:password@host:8443/database` */
function addressOf(written: string, cluster: string | null): WarehouseAddress {
  const url = new URL(written)
  const database = url.pathname.slice(1)
  return {
    url: url.origin,
    user: decodeURIComponent(url.username) || 'default',
    password: decodeURIComponent(url.password),
    ...(database === '' ? {} : { database }),
    ...(cluster === null ? {} : { topology: { cluster } }),
  }
}

async function makeDataDirectory(path: string): Promise<void> {
  const [made] = await Promise.allSettled([mkdir(path, { recursive: true })])
  if (made.status === 'fulfilled') return
  throw new AppError('bad_input', `The data directory ${path} cannot be made: ${made.reason.message}`, {
    path,
    cause: made.reason,
    hint: 'Name a directory that you may write, with --data or RUMB_DATA.',
  })
}
