// The usual gap between purchases, for the questions about active customers: of the company, and of each segment with enough gaps.
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Lowering } from '../kpi/expression/types.ts'
import type { Frame } from '../kpi/passes/framing.ts'
import { kaplanMeier, survivalQuantile } from '../stats/survival.ts'
import { timelineOfHistogram } from '../stats/timeline.ts'
import type { Warehouse } from '../warehouse/client.ts'
import { findPurchaseGaps, type GapCount } from '../warehouse/purchase-gaps.ts'
import type { WorkspaceRules } from './workspace-rules.ts'

/** A segment speaks for its customers from so many gaps on. */
const segmentGapsMin = 20

/** Does a KPI ask who is active. */
const readsActivity = ({ measure }: KpiEntry) => JSON.stringify(measure).includes('"customers"')

/** Nothing where no KPI asks for it. */
export async function findActivity(
  warehouse: Warehouse,
  { workspace }: WorkspaceRules,
  asked: readonly KpiEntry[],
  frames: readonly Frame[],
): Promise<Pick<Lowering, 'activity'>> {
  if (!asked.some(readsActivity)) return {}
  const { activity_window_days: days, timezone } = workspace.settings
  if (days !== null) return { activity: { days, company: [], segments: {} } }
  const untils = frames.map((frame) => frame.until)
  const gaps = await findPurchaseGaps(warehouse, workspace.num, timezone, untils)
  const segments = [...new Set(gaps.map((gap) => gap.segment))].filter((segment) => segment !== '')
  const mediansOf = (segment: string, gapsMin: number) => untils.map((_, no) => medianOf(gaps, segment, no, gapsMin))
  const company = mediansOf('', 0).map((median) => median ?? null)
  return {
    activity: {
      days: null,
      company,
      segments: Object.fromEntries(
        segments.map((segment) => {
          const own = mediansOf(segment, segmentGapsMin)
          return [segment, own.map((median, no) => (median === undefined ? (company[no] ?? null) : median))]
        }),
      ),
    },
  }
}

/** Median gap by Kaplan-Meier, the running ones censored; undefined = too few, null = not reached. */
function medianOf(gaps: readonly GapCount[], segment: string, no: number, gapsMin: number): number | null | undefined {
  const own = gaps.filter((gap) => gap.until === no && gap.segment === segment)
  const ended = own.reduce((sum, gap) => sum + gap.ended, 0)
  if (ended < gapsMin) return undefined
  const histogram = { t: own.map((gap) => gap.days), events: own.map((gap) => gap.ended), censored: own.map((gap) => gap.running) }
  return own.length === 0 ? null : survivalQuantile(kaplanMeier(timelineOfHistogram(histogram)), 0.5).value
}
