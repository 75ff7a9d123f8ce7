// The analyses behind "why" and "what next", each asked of a house of its size: median of a few rounds.
import { loadavg } from 'node:os'
import { askHouse } from '../src/app/ask-house.ts'
import { openHouse } from '../src/app/open-house.ts'
import { attributionModels } from '../src/contract/query.ts'
import type { ResourceName } from '../src/contract/resources.ts'
import { houseOf } from './compass.ts'
import { lastDay, median, processorSeconds, report } from './data.ts'

const ROUNDS = 5
/** The default of RUMB_ENGINE_MEMORY. */
const ENGINE_MB = 1500
/** Each round asks so much later that no kept answer is given. */
const KEPT_MS = 600_000
const now = new Date(`${lastDay}T12:00:00Z`)

const questions: readonly (readonly [ResourceName, object])[] = [
  ['explain', { kpi: 'revenue' }],
  ['explain', { kpi: 'lead_win_rate', by: ['channel_group'] }],
  ['bottlenecks', {}],
  ['curve', { name: 'speed', last: '365d' }],
  ...['response', 'cycle', 'persistence', 'contacts', 'stage'].map((name) => ['curve', { name }] as const),
  ['factors', { last: '365d' }],
  ['factors', { outcome: 'won_vs_expected' }],
  ...['owner', 'head', 'lead'].map((reader) => ['brief', { for: reader }] as const),
  ['funnel', { last: '90d' }],
  ['funnel', { last: '90d', by: ['person'] }],
  ['ledger', {}],
  ['lost', { last: '90d' }],
  ['cohorts', {}],
  ['cltv', {}],
  ['offers', {}],
  ['plans', {}],
  ['today', {}],
  ['confidence', {}],
  ['confidence', { kpi: 'lead_win_rate' }],
  ...attributionModels.map((model) => ['attribution', { model, last: '90d' }] as const),
  ['query', { kpis: ['expected_wins', 'won_vs_expected'], by: ['person'] }],
  ['query', { kpis: ['opener_index', 'closer_index'], by: ['person'], last: '180d' }],
  ['query', { kpis: ['lead_win_rate'], by: ['person'], rank: true }],
]

const allowedMs: Readonly<Record<number, number>> = { 10: 2000, 100: 8000 }

/** Processor time of the engine and what else runs below this process, PostgreSQL apart; another yardstick on a busy machine. */
const engineSeconds = () => processorSeconds(process.pid)

export async function benchAnalyses(times: number): Promise<void> {
  const data = await houseOf(times, 'all')
  const house = await openHouse({ data, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: ENGINE_MB })
  const asker = { caller: { kind: 'machine' as const }, lang: 'en' as const, now, workspace: 'bench', address: null, door: null }
  for (const [name, question] of questions) {
    const rounds: { ms: number; engine: number }[] = []
    const what = `${name} ${JSON.stringify(question)}, ${times}x`
    const failed = await ask(async () => {
      for (let round = 0; round <= ROUNDS; round++) {
        const [start, before] = [performance.now(), engineSeconds()]
        await askHouse(house, { ...asker, now: new Date(now.getTime() + round * KEPT_MS) }, name, question)
        if (round > 0) rounds.push({ ms: performance.now() - start, engine: engineSeconds() - before })
      }
    })
    if (failed !== null) report(what, { refused: failed })
    else
      report(what, {
        ms: median(rounds.map(({ ms }) => ms)),
        ...(allowedMs[times] === undefined ? {} : { allowed: allowedMs[times] }),
        'engine s of processor': median(rounds.map(({ engine }) => engine)),
        load: loadavg()[0]!,
      })
  }
  await house.close()
}

/** A question that is refused does not keep the others from being asked. */
async function ask(work: () => Promise<void>): Promise<string | null> {
  const [done] = await Promise.allSettled([work()])
  return done.status === 'fulfilled' ? null : String(done.reason)
}
