// Import and full facts against the engine's own plain load of the same files.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importRecords } from '../src/app/import-records.ts'
import { openHouse } from '../src/app/open-house.ts'
import { connectWarehouse } from '../src/warehouse/client.ts'
import { startEmbedded } from '../src/warehouse/embedded/start-embedded.ts'
import { dataOf, heavyKinds, median, report, watchMemory } from './data.ts'

const rounds = 3

/** Seconds of the plain load, summed over the files. */
async function plainLoad(directory: string): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'rumb-bench-plain-'))
  const engine = await startEmbedded({ dataDir: dir })
  const warehouse = connectWarehouse(engine)
  let seconds = 0
  for (const kind of heavyKinds) {
    const from = `file('${join(directory, `${kind}.parquet`)}', Parquet)`
    await warehouse.command(`CREATE TABLE plain_${kind} ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM ${from} LIMIT 0`)
    const start = performance.now()
    await warehouse.command(`INSERT INTO plain_${kind} SELECT * FROM ${from}`)
    seconds += (performance.now() - start) / 1000
  }
  await warehouse.close()
  await engine.stop()
  rmSync(dir, { recursive: true, force: true })
  return seconds
}

async function ourImport(directory: string): Promise<{ seconds: number; peak: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'rumb-bench-ours-'))
  const memory = watchMemory(process.pid)
  const house = await openHouse({ data: dir, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
  const start = performance.now()
  await importRecords(house, {
    workspace: 'bench',
    now: new Date(),
    ask: { paths: [directory], source: 'crm', raw: false, dry_run: false },
    onNews: () => undefined,
  })
  const seconds = (performance.now() - start) / 1000
  await house.close()
  rmSync(dir, { recursive: true, force: true })
  return { seconds, peak: memory.stop() }
}

export async function benchImport(times: number): Promise<void> {
  const directory = dataOf(times)
  const plain: number[] = []
  const ours: { seconds: number; peak: number }[] = []
  for (let round = 0; round < rounds; round++) {
    plain.push(await plainLoad(directory))
    ours.push(await ourImport(directory))
  }
  const [ourSeconds, plainSeconds] = [median(ours.map((one) => one.seconds)), median(plain)]
  report(`import and facts, ${times}x`, {
    'ours s': ourSeconds,
    'plain load s': plainSeconds,
    ratio: ourSeconds / plainSeconds,
    'peak MB': median(ours.map((one) => one.peak)) / 1e6,
  })
}
