// Attribution over HTTP: the default model, and markov, which asks the journeys twice. On the house of the Compass bench, to which the
// visits and the spend of the size are told once.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeScaleCompany } from '../demo/simulate-scale.ts'
import { importRecords } from '../src/app/import-records.ts'
import { openHouse } from '../src/app/open-house.ts'
import { printOptimize } from '../src/warehouse/ddl.ts'
import { houseOf, now, timed, workspace } from './compass.ts'
import { cache, lastDay, report } from './data.ts'
import { ask, startServer } from './server.ts'

const port = '4693'
const kinds = ['visits', 'spend', 'contacts']

async function withVisits(times: number): Promise<string> {
  const data = await houseOf(times)
  const done = join(data, 'visits-imported')
  if (existsSync(done)) return data
  const files = join(cache, `${times}x-visits`)
  mkdirSync(files, { recursive: true })
  writeScaleCompany(files, { seed: 1, lastDay, times, kinds })
  const house = await openHouse({ data, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
  const call = { ask: { paths: [files], source: 'crm', raw: false, dry_run: false }, onNews: () => undefined }
  await importRecords(house, { workspace, now, ...call })
  for (const kind of kinds) await house.warehouse.command(printOptimize(`rec_${kind}`))
  await house.close()
  writeFileSync(done, '')
  return data
}

export async function benchAttribution(times: number): Promise<void> {
  const server = await startServer(['serve', '--data', await withVisits(times), '--port', port], { RUMB_NOW: now.toISOString() })
  for (const model of ['last_non_direct', 'markov']) {
    const ms = await timed(() => ask(server, '/api/attribution', { model, last: '90d' }, workspace))
    report(`Attribution by ${model}, ${times}x`, { 'ms (allowed 2000 at 10x, 8000 at 100x)': ms })
  }
  await server.stop()
}
