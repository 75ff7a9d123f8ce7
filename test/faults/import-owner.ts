// A process that imports one file into the engine of a directory and is killed on the way: `node import-owner.ts DIR FILE WS`.
import { openFiles } from '../../src/sources/files/open-files.ts'
import { connectWarehouse } from '../../src/warehouse/client.ts'
import { startEmbedded } from '../../src/warehouse/embedded/start-embedded.ts'
import { ingestTable } from '../../src/warehouse/ingest/ingest-table.ts'
import { openRun } from '../../src/warehouse/ingest/runs.ts'

const [directory = '', file = '', ws = '1'] = process.argv.slice(2)
const engine = await startEmbedded({ dataDir: directory })
const warehouse = connectWarehouse(engine)
const { tables } = await openFiles([file], undefined)
const run = await openRun(warehouse, Number(ws), 1)
process.send?.('begun')
const target = { ws: Number(ws), source: 'crm', sources: [], zone: 'UTC' }
await ingestTable(warehouse, target, { run }, tables[0]!, { onRows: () => process.send?.('rows') })
process.send?.('done')
await warehouse.close()
await engine.stop()
