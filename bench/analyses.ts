// The analyses behind "why" and "what next", each asked of a house of its size: median of a few rounds.
import { askHouse } from '../src/app/ask-house.ts'
import { openHouse } from '../src/app/open-house.ts'
import type { ResourceName } from '../src/contract/resources.ts'
import { houseOf } from './compass.ts'
import { lastDay, median, report } from './data.ts'

const ROUNDS = 5
const now = new Date(`${lastDay}T12:00:00Z`)

const questions: readonly (readonly [ResourceName, object])[] = [
  ['explain', { kpi: 'revenue' }],
  ['explain', { kpi: 'lead_win_rate', by: ['channel_group'] }],
  ['bottlenecks', {}],
  ['curve', { name: 'speed', last: '365d' }],
  ['curve', { name: 'response' }],
  ['curve', { name: 'cycle' }],
  ['curve', { name: 'persistence' }],
  ['curve', { name: 'contacts' }],
  ['curve', { name: 'stage' }],
  ['factors', { last: '365d' }],
  ['brief', { for: 'head' }],
  ['funnel', { last: '90d' }],
  ['ledger', {}],
  ['lost', { last: '90d' }],
  ['cohorts', {}],
  ['cltv', {}],
  ['offers', {}],
  ['plans', {}],
  ['today', {}],
  ['confidence', {}],
]

export async function benchAnalyses(times: number): Promise<void> {
  const data = await houseOf(times, 'all')
  const house = await openHouse({ data, clickhouseUrl: null, clickhouseCluster: null, postgresUrl: null, engineMemoryMb: 1200 })
  const asker = { caller: { kind: 'machine' as const }, lang: 'en' as const, now, workspace: 'bench', address: null, door: null }
  for (const [name, question] of questions) {
    const taken: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const start = performance.now()
      await askHouse(house, asker, name, question)
      if (round > 0) taken.push(performance.now() - start)
    }
    report(`${name} ${JSON.stringify(question)}, ${times}x`, { 'ms (allowed 2,000 at 10x, 8,000 at 100x)': median(taken) })
  }
  await house.close()
}
