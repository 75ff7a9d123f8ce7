// What the analyses say of each truth of the demo company, asked as its head would. The company is told to a workspace first, as far as
// these analyses need it.
import { type CompanyOptions, simulateCompany } from '../../demo/company.ts'
import { demoSettings } from '../../demo/settings.ts'
import { truths } from '../../demo/truths.ts'
import { showCurve } from '../../src/app/curves/show-curve.ts'
import { findBottlenecks } from '../../src/app/find-bottlenecks.ts'
import type { House } from '../../src/app/open-house.ts'
import { runQuery } from '../../src/app/run-query.ts'
import { showConfidence } from '../../src/app/show-confidence.ts'
import { writeBrief } from '../../src/app/write-brief.ts'
import type { Answer } from '../../src/contract/answer.ts'
import type { BriefAnswer } from '../../src/contract/brief.ts'
import type { ConfidenceAnswer } from '../../src/contract/confidence.ts'
import type { PersistenceCurveAnswer, SpeedCurveAnswer } from '../../src/contract/curves.ts'
import type { BottlenecksAnswer } from '../../src/contract/explain.ts'
import type { Query } from '../../src/contract/query.ts'
import { owner, type ToldHouse } from '../shared/told-house.ts'

export const lastDay = '2026-11-20'
const now = new Date('2026-11-20T20:00:00Z')
/** The day after: periods exclude their end. */
const end = '2026-11-21'

const kinds = new Set([
  'people',
  'teams',
  'memberships',
  'attendance',
  'pipelines',
  'stages',
  'lost_reasons',
  'contacts',
  'companies',
  'leads',
  'deals',
  'stage_changes',
  'owner_changes',
  'value_changes',
  'touches',
  'scripts',
  'script_checks',
])

export type Batch = { source: string; kind: string; records: readonly Readonly<Record<string, unknown>>[] }

/** Tells the company until the last day to a workspace of its own. */
export const tellCompany = (told: ToldHouse, id: string, options: Omit<CompanyOptions, 'lastDay'>): Promise<void> =>
  tellBatches(told, id, simulateCompany({ ...options, lastDay }).batches)

export async function tellBatches(told: ToldHouse, id: string, batches: Iterable<Batch>): Promise<void> {
  const workspace = await told.makeWorkspace(id, demoSettings)
  const bySource = Map.groupBy(
    [...batches].filter(({ kind }) => kinds.has(kind)),
    ({ source }) => source,
  )
  const records = [...bySource].map(
    ([source, own]) => [source, Object.fromEntries(own.map(({ kind, records }) => [kind, records]))] as const,
  )
  await told.tell(workspace, Object.fromEntries(records))
}

export type TruthsFound = {
  indices: Answer
  bottlenecks: BottlenecksAnswer
  offers: Answer
  speed: SpeedCurveAnswer
  junk: Answer
  script: Answer
  persistence: PersistenceCurveAnswer
  confidence: ConfidenceAnswer
  undone: Answer
  closing: Answer
  unseen: Answer
  brief: BriefAnswer
}

/** The quiet year in which everybody was there and nothing leaked yet, and the months since it leaks. */
type Months = { quiet: { from: string; to: string }; since: string }
export const shipped: Months = { quiet: { from: '2025-06-01', to: '2026-06-01' }, since: '2026-07-01' }

/** Asks every analysis that a truth is meant for. */
export async function askTruths(house: House, workspace: string, { quiet, since }: Months = shipped): Promise<TruthsFound> {
  const ask = { workspace, viewer: owner, lang: 'en' as const, now }
  const query = (question: Query) => runQuery(house, { ...ask, query: question })
  const all = { from: '2025-05-01', to: end }
  const leaking = { from: since, to: end }
  return {
    indices: await query({ ...quiet, kpis: ['opener_index', 'closer_index'], by: ['person'], where: { pipeline: ['crm:sales'] } }),
    bottlenecks: await findBottlenecks(house, { ...ask, query: leaking }),
    offers: await query({ ...leaking, kpis: ['stage_conversion'], by: ['product'], where: { stage: [`crm:${truths.leak.stage}`] } }),
    speed: (await showCurve(house, { ...ask, query: { ...all, name: 'speed' } })) as SpeedCurveAnswer,
    junk: await query({ from: '2026-02-01', to: '2026-10-01', kpis: ['junk_rate'], by: ['channel_group'] }),
    script: await query({ ...all, kpis: ['script_uplift'] }),
    // Who has bought before answers oftener than the planted chance.
    persistence: (await showCurve(house, {
      ...ask,
      query: { ...all, name: 'persistence', where: { customer_kind: ['new'] } },
    })) as PersistenceCurveAnswer,
    confidence: await showConfidence(house, { ...ask, query: { kpi: 'won_deals', from: '2026-05-01', to: end } }),
    undone: await query({ ...quiet, kpis: ['won_reverted'], by: ['person'] }),
    closing: await query({
      from: '2025-11-01',
      to: '2026-11-01',
      kpis: ['win_rate', 'win_rate_strict'],
      by: ['person'],
      where: { pipeline: ['crm:sales', 'amo:sales'] },
    }),
    unseen: await query({ ...all, kpis: ['unseen_progress'], by: ['person'] }),
    // The Monday after the week in which the honest one is ill.
    brief: await writeBrief(house, { ...ask, now: new Date('2026-10-12T08:00:00Z'), query: { for: 'head' } }),
  }
}
