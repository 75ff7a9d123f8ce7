// How long customers usually wait between purchases, for the questions that judge them by it: of the company, and of each segment with
// enough gaps.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Activity, GapsByFrame, Lowering } from '../kpi/expression/types.ts'
import { leavingDays, segmentGapsMin } from '../kpi/leaving-days.ts'
import type { Frame } from '../kpi/passes/framing.ts'
import { kaplanMeier, survivalQuantile } from '../stats/survival.ts'
import { timelineOfHistogram } from '../stats/timeline.ts'
import type { Warehouse } from '../warehouse/client.ts'
import { findPurchaseGaps, findPurchasePairs, type GapCount } from '../warehouse/purchase-gaps.ts'
import type { WorkspaceRules } from './workspace-rules.ts'

const facts = /"fact":"(?:customers|purchases)"/
const reads = (entries: readonly KpiEntry[], word: RegExp) =>
  entries.some(({ measure }) => {
    const written = JSON.stringify(measure)
    return facts.test(written) && word.test(written)
  })

const nobody: GapsByFrame = { company: [], segments: {} }

/** Nothing where no KPI asks for it. */
export async function findActivity(
  warehouse: Warehouse,
  { workspace }: WorkspaceRules,
  asked: readonly KpiEntry[],
  frames: readonly Frame[],
): Promise<Pick<Lowering, 'activity'>> {
  const { activity_window_days: days, timezone } = workspace.settings
  const [judges, awaits, follows] = [reads(asked, /\bactive\b/), reads(asked, /\bdue\b/), reads(asked, /\bleft_at\b/)]
  if (!judges && !awaits && !follows) return {}
  const untils = frames.map((frame) => frame.until)
  const gaps = awaits || (judges && days === null) ? await findPurchaseGaps(warehouse, workspace.num, timezone, untils) : null
  const quantile = (q: number) => (gaps === null ? nobody : gapsByFrame(gaps, untils.length, q))
  return { activity: { days, medians: quantile(0.5), late: quantile(0.8), leaving: await leaving() } }

  async function leaving(): Promise<Activity['leaving']> {
    if (!follows || days !== null) return { from: 0, company: [], segments: {} }
    const last = untils.reduce((latest, until) => (Date.parse(until) > Date.parse(latest) ? until : latest))
    const { pairs, lastDay } = await findPurchasePairs(warehouse, workspace.num, timezone, last)
    return leavingDays(pairs, lastDay)
  }
}

function gapsByFrame(gaps: readonly GapCount[], frames: number, q: number): GapsByFrame {
  const bySpan = Map.groupBy(gaps, ({ until, segment }) => `${until} ${segment}`)
  const quantilesOf = (segment: string, gapsMin: number) =>
    Array.from({ length: frames }, (_, no) => quantileOf(bySpan.get(`${no} ${segment}`) ?? [], q, gapsMin))
  const company = quantilesOf('', 0).map((gap) => gap ?? null)
  const segments = [...new Set(gaps.map((gap) => gap.segment))].filter((segment) => segment !== '')
  const orCompany = (own: readonly (number | null | undefined)[]) => own.map((gap, no) => (gap === undefined ? (company[no] ?? null) : gap))
  return { company, segments: Object.fromEntries(segments.map((segment) => [segment, orCompany(quantilesOf(segment, segmentGapsMin))])) }
}

/** Quantile of the gaps by Kaplan-Meier, the running ones censored; undefined = too few, null = not reached. */
function quantileOf(own: readonly GapCount[], q: number, gapsMin: number): number | null | undefined {
  const ended = own.reduce((sum, gap) => sum + gap.ended, 0)
  if (ended < gapsMin) return undefined
  const histogram = { t: own.map((gap) => gap.days), events: own.map((gap) => gap.ended), censored: own.map((gap) => gap.running) }
  return own.length === 0 ? null : survivalQuantile(kaplanMeier(timelineOfHistogram(histogram)), q).value
}
