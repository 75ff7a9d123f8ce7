// The demo company: made on the first start, extended to today on later ones, by the ordinary import. What it was made of
// stands in DIR/demo/company.json; a killed making is simply done again.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { demoSettings } from '../../demo/settings.ts'
import type { WrittenCompany } from '../../demo/write-company.ts'
import type { ImportNews } from '../contract/imports.ts'
import { ensureSource } from '../store/tables/sources.ts'
import { ensureWorkspace } from '../store/tables/workspaces.ts'
import { importRecords } from './import-records.ts'
import type { House } from './open-house.ts'
import { DEMO_WORKSPACE } from './resolve-workspace.ts'

type Made = { seed: number; firstDay: string; lastDay: string }

const seed = 1
/** The day begins for the company where it is. */
const zone = 'Europe/Kyiv'

/** Is there a demo company, of whatever day? */
export async function hasDemo(house: House): Promise<boolean> {
  return (await loadMade(house)) !== null
}

type Ask = { now: Date; onNews: (news: ImportNews) => void }

/** Brings the company to today; does nothing when it is there. */
export async function extendDemo(house: House, { now, onNews }: Ask): Promise<void> {
  const lastDay = new Intl.DateTimeFormat('sv', { timeZone: zone }).format(now)
  const made = await loadMade(house)
  if (made && made.seed === seed && made.lastDay >= lastDay) return
  const directory = join(house.dataDir, 'demo', 'records')
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  onNews({ step: 'demo company', done: 0, total: null })
  const written = await writeApart({ directory, seed, lastDay, ...(made?.seed === seed ? { firstDay: made.firstDay } : {}) })
  const { num } = await ensureWorkspace(house.store.db, { id: DEMO_WORKSPACE, createdAt: now, isDemo: true, settings: demoSettings })
  // Records of one source name those of the other, so both are known before either is read.
  for (const { source } of written.sources) await ensureSource(house.store.db, num, { id: source, kind: 'files', createdAt: now })
  for (const [at, source] of written.sources.entries()) {
    const derivesLater = at < written.sources.length - 1
    const ask = { paths: [source.directory], source: source.source, raw: false, dry_run: false }
    await importRecords(house, { workspace: DEMO_WORKSPACE, isDemo: true, derivesLater, now, ask, onNews })
  }
  await rm(directory, { recursive: true, force: true })
  await saveMade(house, { seed, firstDay: written.firstDay, lastDay })
}

const fileOf = (house: House) => join(house.dataDir, 'demo', 'company.json')

async function loadMade(house: House): Promise<Made | null> {
  const [read] = await Promise.allSettled([readFile(fileOf(house), 'utf8')])
  return read.status === 'fulfilled' ? (JSON.parse(read.value) as Made) : null
}

async function saveMade(house: House, made: Made): Promise<void> {
  const draft = `${fileOf(house)}.new`
  await writeFile(draft, `${JSON.stringify(made)}\n`)
  await rename(draft, fileOf(house))
}

const writerFile = new URL(import.meta.url.endsWith('.ts') ? './write-demo.ts' : './write-demo.js', import.meta.url)

function writeApart(workerData: { directory: string; seed: number; lastDay: string; firstDay?: string }): Promise<WrittenCompany> {
  const { promise, resolve, reject } = Promise.withResolvers<WrittenCompany>()
  const worker = new Worker(writerFile, { workerData })
  worker.once('message', resolve)
  worker.once('error', reject)
  return promise
}
