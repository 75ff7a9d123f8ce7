// The questions of a Compass page over HTTP (first shelf: both periods, 13 weeks, by person) against hand-written SQL over the
// same fact tables; then the same after many small inserts. The house of a size is imported once and kept.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importRecords } from '../src/app/import-records.ts'
import { openHouse } from '../src/app/open-house.ts'
import { findWorkspace } from '../src/store/tables/workspaces.ts'
import { printOptimize } from '../src/warehouse/ddl.ts'
import { factTables } from '../src/warehouse/facts/tables.ts'
import { askByHand } from './compass-rival.ts'
import { cache, dataOf, type Extent, lastDay, median, named, report } from './data.ts'
import { ask, startServer } from './server.ts'

export const workspace = 'bench'
const port = '4692'
const rounds = 9
const warmUp = 2
const smallInserts = 50
export const now = new Date(`${lastDay}T12:00:00Z`)

const shelf = [
  'leads',
  'junk_rate',
  'response_within_15m',
  'unanswered_leads',
  'qualification_rate',
  'meetings_held',
  'lead_win_rate_90d',
  'average_deal',
  'discount_rate',
  'expected_cash',
  'deals_without_task',
  'overdue_tasks',
]
/** 180 days, so that the win rate of 90 days is known. */
const page = [
  { kpis: shelf, last: '180d', compare: 'previous' },
  { kpis: shelf, last: '91d', grain: 'week' },
  { kpis: shelf, last: '180d', by: ['person'] },
]

/** Directory of a house with the company of this size in it, its facts merged. */
export async function houseOf(times: number, extent: Extent = 'heavy'): Promise<string> {
  const data = join(cache, `house-${named(times, extent)}`)
  const done = join(data, 'imported')
  if (existsSync(done)) return data
  mkdirSync(data, { recursive: true })
  // Written first: minutes in which no engine would be answered.
  const files = dataOf(times, extent)
  const house = await openHouse({ data, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
  await importRecords(house, {
    workspace,
    now,
    ask: { paths: [files], source: 'crm', raw: false, dry_run: false },
    onNews: () => undefined,
  })
  for (const table of factTables) await house.warehouse.command(printOptimize(table.name))
  await house.close()
  writeFileSync(done, '')
  return data
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds + warmUp; round++) {
    const start = performance.now()
    await work()
    if (round >= warmUp) times.push(performance.now() - start)
  }
  return median(times)
}

async function timeByHand(data: string): Promise<number> {
  const house = await openHouse({ data, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
  const found = await findWorkspace(house.store.db, workspace)
  const ms = await timed(() => askByHand(house.warehouse, { ws: found?.num ?? 0, timezone: 'Europe/Kyiv', now }))
  await house.close()
  return ms
}

export async function benchCompass(times: number): Promise<void> {
  const data = await houseOf(times)
  const rival = await timeByHand(data)
  const server = await startServer(['serve', '--data', data, '--port', port], { RUMB_NOW: now.toISOString() })
  // Each round asks so much later that no kept answer is given.
  let round = 0
  const open = () => {
    const as_of = new Date(now.getTime() + ++round * 1000).toISOString()
    return Promise.all(page.map((query) => ask(server, '/api/query', { ...query, as_of }, workspace)))
  }
  const ours = await timed(open)
  report(`Compass page, ${times}x`, { 'ours ms (allowed 400 at 100x)': ours, 'by hand ms': rival, 'ratio (allowed 1.25)': ours / rival })
  for (let i = 0; i < smallInserts; i++) {
    const lead = { id: `bench-${Date.now()}-${i}`, created_at: now.toISOString(), channel: 'seo', owner_id: 'p1' }
    await ask(server, '/api/records', { source: 'crm', records: { leads: [lead] } }, workspace)
  }
  report(`Compass page with ${smallInserts} small inserts, ${times}x`, { 'ms (allowed 600 at 100x)': await timed(open) })
  await server.stop()
}
