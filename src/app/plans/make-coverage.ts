// pipeline_coverage: what the open deals expected in the period are worth by the usual share of sales, against what the plan lacks.
import { emptyCell } from '../../kpi/cells.ts'
import { figure } from '../../kpi/figure.ts'
import { withFigures } from '../../kpi/funnel-figures.ts'
import type { MadeKpi, Plan } from '../../kpi/plan.ts'
import { measureSpans, type SpanCells } from '../measure-spans.ts'
import type { Known, Made } from '../query-cells.ts'
import { makePlanFigures } from './make-plan-figures.ts'
import type { GoalContext } from './measure-goals.ts'
import { scopeFilter } from './plan-scope.ts'

type Ask = GoalContext & Known & { plan: Plan; kpis: readonly MadeKpi[] }

/** As pipeline_weighted, of the deals expected to close from the moment on, before the period ends. */
const expectedPipeline = figure('pipeline_expected', 'money', {
  type: 'sum',
  fact: 'deals',
  moment: 'as_of',
  credit: 'owner_at(as_of)',
  where:
    'created_at <= as_of and not happened(closed_at) and moment_in_force(expected_was, expected_at, as_of) >= from and moment_in_force(expected_was, expected_at, as_of) < until',
  value: 'money_at(in_force(amount_was, amount_at, as_of), currency, as_of) * stage_win_share(stage_at(as_of))',
})

export async function makeCoverage(ask: Ask): Promise<Made> {
  const { plan, house, rules, catalogue } = ask
  const gaps = await makePlanFigures({ ...ask, kpis: ask.kpis.map((kpi) => ({ ...kpi, figure: 'gap' })) })
  const by = plan.dimensions.map(({ id }) => id).filter((id) => id !== 'metric')
  const where = scopeFilter(plan)
  const cells: SpanCells = await measureSpans(house, rules, {
    catalogue: withFigures(catalogue, [expectedPipeline]),
    metric: expectedPipeline.id,
    by,
    isAhead: true,
    // Spans are numbered in the order of the frames, and frames so too.
    yardsticks: plan.frames.every(({ no }, at) => no === at) ? ask.yardsticks : undefined,
    spans: plan.frames.map(({ from, to, asOf }) => ({ from, to, asOf })),
    ...(where === null ? {} : { where }),
  })
  const numbers = new Map(plan.frames.map((frame, no) => [frame.no, no]))
  const metricAt = plan.dimensions.findIndex(({ id }) => id === 'metric')
  const cell: Made['cell'] = (entry, frame, group) => {
    const gap = gaps.cell(entry, frame, group)
    if (gap.value === null) return { ...emptyCell(gap.why), n: 0 }
    const keys = group === null ? null : (gaps.groups.get(group) ?? []).filter((_, i) => i !== metricAt)
    const weighted = cells(numbers.get(frame.no)!, keys === null || keys.length === 0 ? null : keys)
    const value = weighted.value === null || gap.value === 0 ? null : weighted.value / gap.value
    return { ...emptyCell(value === null ? (weighted.why ?? 'undefined') : null), value, n: weighted.n, unpriced: weighted.unpriced }
  }
  return { groups: gaps.groups, cell }
}
