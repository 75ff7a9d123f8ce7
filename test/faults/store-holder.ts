// A process that uses the embedded PostgreSQL of a directory until it is killed or told to leave; started by the fault tests.

import { openStore } from '../../src/store/client.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts'
import { ensureWorkspace } from '../../src/store/tables/workspaces.ts'

const [dataDir = '', workspace = ''] = process.argv.slice(2)

const server = await startEmbeddedPostgres({ dataDir })
const store = await openStore(server.connection)
await ensureWorkspace(store.db, { id: workspace, createdAt: new Date(0) })
process.stdout.write('ready\n')

process.stdin.once('data', async () => {
  await store.close()
  await server.stop()
  process.exit(0)
})
