// Back-fills a large company from one system: within its limits, with a flat memory. Clock of the sync and of the fake run faster than
// real time by the same factor; told are both durations, requests, those over the limit, and memory above the idle house.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectSource } from '../src/app/connect-source.ts'
import { openHouse } from '../src/app/open-house.ts'
import { syncSource } from '../src/app/sync-source.ts'
import { loadConfig } from '../src/config.ts'
import { report, residentBytes } from './data.ts'
import { fastClock, type Pace } from './soak-clock.ts'
import type { SoakStats } from './soak-fake.ts'

type Soak = { system: string; deals: number; days: number; factor: number; onNews?: (text: string) => void }
type SoakFigures = {
  seconds: number
  simulatedHours: number
  requests: number
  tooMany: number
  idleMb: number
  peakMb: number
  deals: number
}

const WATCH_MS = 200
const BEGIN = Date.UTC(2026, 10, 22, 10)

async function soak({ system, deals, days, factor, onNews = () => undefined }: Soak): Promise<SoakFigures> {
  const directory = mkdtempSync(join(tmpdir(), `rumb-soak-${system}-`))
  const pace: Pace = { realMs: Date.now(), simulatedMs: BEGIN, factor }
  const child = fork(join(import.meta.dirname, 'soak-fake.ts'))
  child.send({ ...pace, system, deals, days })
  const [fake] = (await once(child, 'message')) as [{ address: string; token: string }]
  const house = await openHouse(loadConfig({ data: join(directory, 'data') }, {}))
  const clock = fastClock(pace)
  const call = () => ({ workspace: 'soak', clock, now: new Date(clock.now()) })
  await connectSource(house, call(), { system, source: 'crm', ...fake })
  const memory = () => (residentBytes(process.pid) - residentBytes(child.pid!)) / 1e6
  const idleMb = memory()
  let peakMb = idleMb
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, memory())
  }, WATCH_MS)
  const [began, simulated] = [Date.now(), clock.now()]
  const tell = ({ step, done }: { step: string; done: number }) => onNews(`${step}, ${done} answers, ${memory().toFixed(0)} MB`)
  await syncSource(house, { ...call(), onNews: tell }, { id: 'crm' })
  clearInterval(timer)
  const [row] = await house.warehouse.query<{ n: string }>('SELECT count() AS n FROM rec_deals FINAL')
  child.send('stats')
  const [{ asked, tooMany }] = (await once(child, 'message')) as [SoakStats]
  const took = { seconds: (Date.now() - began) / 1000, simulatedHours: (clock.now() - simulated) / 3_600_000 }
  await house.close()
  child.kill()
  rmSync(directory, { recursive: true, force: true })
  return { ...took, requests: asked, tooMany, idleMb, peakMb, deals: Number(row?.n ?? 0) }
}

type Asked = { source?: string | undefined; deals?: string | undefined; factor?: string | undefined }

export async function benchSoak({ source = 'amocrm', deals = '100000', factor = '20' }: Asked): Promise<void> {
  for (const system of source.split(',')) {
    const onNews = (text: string) => process.stderr.write(`${text}\n`)
    const got = await soak({ system, deals: Number(deals), days: 365, factor: Number(factor), onNews })
    report(`soak of ${system}`, {
      ...{ deals: got.deals, requests: got.requests, 'over the limit (allowed 0)': got.tooMany },
      ...{ seconds: got.seconds, [`hours by the clock of the source (${factor}x)`]: got.simulatedHours },
      ...{ 'MB idle': got.idleMb, 'MB above idle at the peak (allowed 400)': got.peakMb - got.idleMb },
    })
  }
}
