// Starts each twin of the warehouse for the suites that must hold on all of them, in a directory of its own.

import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectWarehouse, type Warehouse, type WarehouseAddress } from '../../src/warehouse/client.ts'
import type { TableDef } from '../../src/warehouse/ddl.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'

export type TwinKind = 'embedded' | 'server' | 'server with TLS' | 'cluster'

export const TWIN_KINDS: readonly TwinKind[] = ['embedded', 'server', 'server with TLS', 'cluster']

export type Twin = {
  warehouse: Warehouse
  /** Name of the cluster, on the cluster. */
  cluster?: string
  address: WarehouseAddress
  /** The engine process behind the twin. */
  engine: Embedded
  stop(): Promise<void>
}

const CLUSTER = 'two_shards'
const pem = (name: string) => readFileSync(new URL(`./tls/${name}.pem`, import.meta.url), 'utf8')

/**
 * The twin, empty: call `migrate(twin.warehouse, tables)`. On the cluster the names of all tables must be known at the
 * start: both shards share one process and one `x_local`, and a filter on every session keeps their rows apart.
 */
export async function startTwin(kind: TwinKind, tables: readonly Pick<TableDef, 'name'>[] = []): Promise<Twin> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rumb-warehouse-'))
  const engine = await startEmbedded({ dataDir, ...(await engineOptions(kind, tables)) })
  const address = addressOf(kind, engine)
  const warehouse = connectWarehouse(address)
  return {
    warehouse,
    address,
    engine,
    ...(kind === 'cluster' ? { cluster: CLUSTER } : {}),
    stop: async () => {
      await warehouse.close()
      await engine.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function engineOptions(kind: TwinKind, tables: readonly Pick<TableDef, 'name'>[]): Promise<Partial<EmbeddedOptions>> {
  if (kind === 'server with TLS') return { tls: { cert: pem('cert'), key: pem('key') } }
  if (kind !== 'cluster') return {}
  const filters = tables.map(({ name }) => `'default.${name}_local':'cityHash64(ws)%2+1=shardNum() OR shardNum()=0'`)
  return {
    cluster: { name: CLUSTER, tcpPort: await findFreePort(), shards: 2 },
    settings: { additional_table_filters: `{${filters.join(',')}}` },
  }
}

/** A server is known by its URL, user and password only: it reads no files of ours and tells nothing of its restarts. */
function addressOf(kind: TwinKind, engine: Embedded): WarehouseAddress {
  if (kind === 'embedded') return engine
  const { url, user, password } = engine
  if (kind === 'server with TLS') return { url, user, password, tls: { ca: Buffer.from(pem('cert')) } }
  return kind === 'server' ? { url, user, password } : { url, user, password, topology: { cluster: CLUSTER, isReplicated: false } }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}
