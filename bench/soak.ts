// Back-fills a large company from one system: within its limits, with a flat memory. Sync and fake go by one clock that leaps over most
// of each wait; told are the real duration, requests, those over the limit, memory above the idle house, and whose work it was.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectSource } from '../src/app/connect-source.ts'
import { openHouse } from '../src/app/open-house.ts'
import { syncSource } from '../src/app/sync-source.ts'
import { loadConfig } from '../src/config.ts'
import { processorSeconds, report, residentBytes } from './data.ts'
import { leapingClock, type Pace } from './soak-clock.ts'
import type { SoakNews, SoakStats } from './soak-fake.ts'

type Soak = { system: string; deals: number; days: number; factor: number; onNews?: (text: string) => void }
type SoakFigures = {
  seconds: number
  /** By the clock of both: how long it would really take. */
  hours: number
  waitedHours: number
  requests: number
  tooMany: number
  idleMb: number
  idleOwnMb: number
  peakMb: number
  /** Peak of the first and of the last quarter of the requests' time. */
  quarters: readonly number[]
  processorS: { own: number; engine: number; fake: number }
  deals: number
}

const WATCH_MS = 1000
const BEGIN = Date.UTC(2026, 10, 22, 10)

async function soak({ system, deals, days, factor, onNews = () => undefined }: Soak): Promise<SoakFigures> {
  const directory = mkdtempSync(join(tmpdir(), `rumb-soak-${system}-`))
  const pace: Pace = { realMs: Date.now(), simulatedMs: BEGIN, leaptMs: 0 }
  const child = fork(join(import.meta.dirname, 'soak-fake.ts'))
  child.send({ ...pace, system, deals, days })
  const [fake] = (await once(child, 'message')) as [{ address: string; token: string }]
  const tell = async (news: SoakNews) => {
    child.send(news)
    return (await once(child, 'message'))[0] as unknown
  }
  const house = await openHouse(loadConfig({ data: join(directory, 'data') }, {}))
  const clock = leapingClock(pace, factor, async (leaptMs) => void (await tell({ leaptMs })))
  const call = () => ({ workspace: 'soak', clock, now: new Date(clock.now()) })
  await connectSource(house, call(), { system, source: 'crm', ...fake })
  const own = () => process.memoryUsage.rss() / 1e6
  const memory = () => (residentBytes(process.pid) - residentBytes(child.pid!)) / 1e6
  const [idleMb, idleOwnMb] = [memory(), own()]
  const seen: number[] = [idleMb]
  const timer = setInterval(() => seen.push(memory()), WATCH_MS)
  const [began, simulated, leapt] = [Date.now(), clock.now(), pace.leaptMs]
  const worked = () => {
    const { user, system: inKernel } = process.cpuUsage()
    return { own: (user + inKernel) / 1e6, below: processorSeconds(process.pid) }
  }
  const begun = worked()
  const onPart = ({ step, done }: { step: string; done: number }) =>
    onNews(
      `${((Date.now() - began) / 1000).toFixed(0)} s: ${step}, ${done} answers, ${seen.at(-1)!.toFixed(0)} MB, ${own().toFixed(0)} own, ${(worked().own - begun.own).toFixed(1)} s of own work, ${(worked().below - begun.below).toFixed(1)} below`,
    )
  await syncSource(house, { ...call(), onNews: onPart }, { id: 'crm' })
  clearInterval(timer)
  const [row] = await house.warehouse.query<{ n: string }>('SELECT count() AS n FROM rec_deals FINAL')
  const { asked, tooMany, processorS } = (await tell('stats')) as SoakStats
  const ended = worked()
  const took = {
    seconds: (Date.now() - began) / 1000,
    hours: (clock.now() - simulated) / 3_600_000,
    waitedHours: (pace.leaptMs - leapt) / (1 - 1 / factor) / 3_600_000,
  }
  await house.close()
  child.kill()
  rmSync(directory, { recursive: true, force: true })
  const quarters = [0, 1, 2, 3].map((at) => Math.max(...seen.slice((seen.length * at) / 4, (seen.length * (at + 1)) / 4 + 1)))
  return {
    ...{ ...took, requests: asked, tooMany, idleMb, idleOwnMb, peakMb: Math.max(...seen), quarters, deals: Number(row?.n ?? 0) },
    processorS: { own: ended.own - begun.own, engine: ended.below - begun.below - processorS, fake: processorS },
  }
}

type Asked = { source?: string | undefined; deals?: string | undefined; factor?: string | undefined }

export async function benchSoak({ source = 'amocrm', deals = '100000', factor = '1000' }: Asked): Promise<void> {
  for (const system of source.split(',')) {
    const onNews = (text: string) => process.stderr.write(`${text}\n`)
    const got = await soak({ system, deals: Number(deals), days: 365, factor: Number(factor), onNews })
    const per1000 = (seconds: number) => (seconds / got.deals) * 1000
    report(`soak of ${system}`, {
      ...{ deals: got.deals, requests: got.requests, 'over the limit (allowed 0)': got.tooMany, 'seconds here': got.seconds },
      ...{ 'hours it would take': got.hours, 'of them waiting for the limit': got.waitedHours },
      ...{ 'MB idle': got.idleMb, 'of them own': got.idleOwnMb, 'MB above idle at the peak (allowed 400)': got.peakMb - got.idleMb },
      'by quarters of the time': got.quarters.map((mb) => (mb - got.idleMb).toFixed(0)).join(' '),
      ...{ 'processor seconds per 1,000 deals: own': per1000(got.processorS.own), engine: per1000(got.processorS.engine) },
      fake: per1000(got.processorS.fake),
    })
  }
}
