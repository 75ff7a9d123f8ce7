// How long something takes, as the curve behind the median of a KPI: the same cases, the same clock.
import type { Cell } from '../../contract/answer.ts'
import type { SurvivalCurveAnswer } from '../../contract/curves.ts'
import { AppError } from '../../contract/errors.ts'
import type { Query } from '../../contract/query.ts'
import { unpackCases } from '../../kpi/packed-cases.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { MeasuredKpi } from '../../kpi/plan.ts'
import { aalenJohansen, timingPoints } from '../../stats/competing-risks.ts'
import { kaplanMeier, type SurvivalPoint, survivalPoints } from '../../stats/survival.ts'
import { timelineOf } from '../../stats/timeline.ts'
import { type Found, runPlan } from '../../warehouse/run-plan.ts'
import { loadCatalogue } from '../load-catalogue.ts'
import type { House } from '../open-house.ts'
import { planQuestion } from '../plan-question.ts'
import { cellsOf, partNumbers } from '../query-cells.ts'
import { headOf, namesOf } from '../run-query.ts'
import type { CurveAsk } from './curve-ask.ts'

/** More points than a screen can show are thinned out. */
const POINTS_MOST = 2000
const DAY_S = 86_400

/** Throws bad_usage for a dimension the cases lack. */
export async function showTimes(house: House, ask: CurveAsk, id: string): Promise<SurvivalCurveAnswer> {
  const catalogue = await loadCatalogue()
  const query: Query = { ...ask.query, kpis: [id], ...(ask.by === undefined ? {} : { by: [ask.by] }) }
  const { plan, question, workspace } = await planQuestion(house, { ...ask, query, catalogue })
  const kpi = plan.kpis[0]!
  if (kpi.kind !== 'measured') throw new AppError('bad_usage', `${id} has no curve`, { path: 'name' })
  if (kpi.rowParts.some((part) => part.blocked))
    throw new AppError('bad_usage', `${id} cannot be split by ${ask.by ?? 'this'}`, { path: 'by', hint: 'Choose another dimension' })
  const found = await runPlan(house.warehouse, plan, question)
  const frame = plan.frames[0]!
  const cell = cellsOf(plan, found)
  const scale = kpi.entry.unit === 'days' ? DAY_S : 1
  const curveOf = (group: string | null): { curve: SurvivalPoint[]; median: Cell } => ({
    curve: thin(pointsOf(kpi, found, frame, group)).map((point) => ({ ...point, t: point.t / scale })),
    median: cell(kpi.entry, frame, group),
  })
  const groups =
    ask.by === undefined
      ? null
      : await namesOf(house, workspace, plan, found, question.lowering).then(([names]) =>
          [...found.groups].map(([key, [value = '']]) => ({ group: names?.get(value) ?? { id: null, name: null }, ...curveOf(key) })),
        )
  return {
    ...headOf(workspace, query, plan),
    ...curveOf(null),
    ...(groups === null ? {} : { groups: groups.sort((a, b) => ((a.group.id ?? '\uffff') < (b.group.id ?? '\uffff') ? -1 : 1)) }),
  }
}

function pointsOf(kpi: MeasuredKpi, found: Found, frame: Frame, group: string | null): SurvivalPoint[] {
  const { finish } = kpi
  if (finish.type !== 'survival_quantile' && finish.type !== 'incidence') return []
  const [numbers] = partNumbers(found, kpi, frame, group)
  const timeline = timelineOf(unpackCases(numbers?.get(finish.cases), finish.entersLate))
  return finish.type === 'incidence' ? timingPoints(aalenJohansen(timeline)) : survivalPoints(kaplanMeier(timeline))
}

/** Points left out hand their events on to the next one kept. */
function thin(points: SurvivalPoint[]): SurvivalPoint[] {
  if (points.length <= POINTS_MOST) return points
  const step = (points.length - 1) / (POINTS_MOST - 1)
  const kept: SurvivalPoint[] = []
  let events = 0
  points.forEach((point, i) => {
    events += point.events
    if (i < kept.length * step && i < points.length - 1) return
    kept.push({ ...point, events })
    events = 0
  })
  return kept
}
