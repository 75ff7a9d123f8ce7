// A house with nine months of the demo company in it, as far as the analyses of truths need it, and what they say of each truth.
import { simulateCompany } from '../../demo/company.ts'
import { demoSettings } from '../../demo/settings.ts'
import { type Planted, truths } from '../../demo/truths.ts'
import { showCurve } from '../../src/app/curves/show-curve.ts'
import { findBottlenecks } from '../../src/app/find-bottlenecks.ts'
import type { PersistenceCurveAnswer, SpeedCurveAnswer } from '../../src/contract/curves.ts'
import type { BottlenecksAnswer } from '../../src/contract/explain.ts'
import { owner, type ToldHouse } from '../shared/told-house.ts'

const firstDay = '2026-03-01'
const lastDay = '2026-11-20'
const now = new Date('2026-11-20T20:00:00Z')
/** The leak begins in September: there are good quarters before it. */
export const leak: Planted['leak'] = { ...truths.leak, fromMonth: 6 }

const kinds = new Set([
  'people',
  'teams',
  'memberships',
  'pipelines',
  'stages',
  'lost_reasons',
  'contacts',
  'companies',
  'leads',
  'deals',
  'stage_changes',
  'owner_changes',
  'touches',
])

export type TruthsFound = { bottlenecks: BottlenecksAnswer; persistence: PersistenceCurveAnswer; speed: SpeedCurveAnswer }

/** Tells the company to a workspace of its own and asks the analyses. */
export async function askTruths(told: ToldHouse, seed: number, plant: Partial<Planted>): Promise<TruthsFound> {
  const workspace = await told.makeWorkspace(`truths-${seed}-${Object.keys(plant).length}`, demoSettings)
  const { batches } = simulateCompany({ seed, firstDay, lastDay, plant })
  const bySource = Map.groupBy(
    [...batches].filter(({ kind }) => kinds.has(kind)),
    ({ source }) => source,
  )
  const records = [...bySource].map(
    ([source, own]) => [source, Object.fromEntries(own.map(({ kind, records }) => [kind, records]))] as const,
  )
  await told.tell(workspace, Object.fromEntries(records))
  const ask = { workspace: workspace.id, viewer: owner, lang: 'en' as const, now }
  const bottlenecks = await findBottlenecks(told.house, { ...ask, query: { from: '2026-09-01', to: '2026-11-21' } })
  const period = { from: firstDay, to: '2026-11-21' }
  const persistence = await showCurve(told.house, { ...ask, query: { name: 'persistence', ...period } })
  const speed = await showCurve(told.house, { ...ask, query: { name: 'speed', ...period } })
  return { bottlenecks, persistence: persistence as PersistenceCurveAnswer, speed: speed as SpeedCurveAnswer }
}
