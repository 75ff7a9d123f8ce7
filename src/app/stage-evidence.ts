// What stages did in a period and in the quarters before: entries, hits of decided visits, median times. The base of bottlenecks.
import { Temporal } from 'temporal-polyfill'
import type { PlainCell } from '../contract/answer.ts'
import type { Query } from '../contract/query.ts'
import { type Evidence, evidenceOf } from '../kpi/evidence.ts'
import { fiscalYearStart } from '../kpi/passes/buckets.ts'
import type { Frame, Period } from '../kpi/passes/framing.ts'
import type { Plan } from '../kpi/plan.ts'
import { runPlan } from '../warehouse/run-plan.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { cellsOf, partNumbers } from './query-cells.ts'
import type { Ask } from './run-query.ts'

/** Of one stage in one stretch of time. */
export type StageEvidence = { entries: number; rate: Evidence; time: PlainCell }

const QUARTERS = 8

/** The last 8 full quarters before the end of a period, as local days. */
export function fullQuarters({ to, asOf }: Period, timezone: string, fiscalStart: number): { from: string; to: string } {
  const today = asOf.toZonedDateTimeISO(timezone).toPlainDate()
  const end = Temporal.PlainDate.compare(to, today) < 0 ? to : today
  const year = fiscalYearStart(end, fiscalStart)
  const months = year.until(end, { largestUnit: 'months' }).months
  const quarter = year.add({ months: 3 * Math.floor(months / 3) })
  return { from: quarter.subtract({ months: 3 * QUARTERS }).toString(), to: quarter.toString() }
}

type StageQuestion = Pick<Query, 'from' | 'to' | 'last' | 'as_of' | 'where' | 'grain'>
type Found = { plan: Plan; of: (stage: string, frame: Frame) => StageEvidence | null; buckets: readonly Frame[]; whole: Frame }

const kpis = ['stage_conversion', 'stage_time_p50', 'stage_entries']

/** By key of the stage. */
export async function findStageEvidence(house: House, ask: Ask, question: StageQuestion): Promise<Found> {
  const catalogue = await loadCatalogue()
  const query: Query = { ...question, kpis, by: ['stage'] }
  const { plan, question: scan } = await planQuestion(house, { ...ask, query, catalogue })
  const found = await runPlan(house.warehouse, plan, scan, { withTotal: false })
  const cell = cellsOf(plan, found)
  const entry = (id: string) => catalogue.byId.get(id)!
  const conversion = plan.kpis.find((kpi) => kpi.entry.id === 'stage_conversion')!
  return {
    plan,
    whole: plan.frames.find((frame) => frame.bucket === null && frame.side === 'current')!,
    buckets: plan.frames.filter((frame) => frame.bucket !== null && frame.side === 'current'),
    of: (stage, frame) => {
      if (!found.groups.has(stage) || conversion.kind !== 'measured') return null
      return {
        entries: cell(entry('stage_entries'), frame, stage).n,
        rate: evidenceOf(conversion.finish, partNumbers(found, conversion, frame, stage)),
        time: cell(entry('stage_time_p50'), frame, stage),
      }
    },
  }
}
