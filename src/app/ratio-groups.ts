// Rate and weight of every group of a dimension in a period and the one it is compared with: what a change of a ratio is told by.
import type { Answer, Member, PlainCell } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import type { Query } from '../contract/query.ts'
import type { Finish, KpiPlan, MeasuredKpi, Plan } from '../kpi/plan.ts'
import type { RatioGroup } from '../stats/change-of-ratio.ts'
import { type Numbers, runPlan } from '../warehouse/run-plan.ts'
import { changeOf } from './change-of.ts'
import { loadOwnCatalogue } from './load-own-catalogue.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { cellsOf, partNumbers } from './query-cells.ts'
import { type Ask, headOf, namesOf } from './run-query.ts'

/** Tried in this order where no dimension is named: the first that the records of the KPI have. */
export const usualDimensions = ['channel_group', 'touch_kind', 'via', 'product', 'person']

export type NamedGroup = RatioGroup & { member: Member }
type Found = { answer: Answer; groups: NamedGroup[]; by: string }

/** Throws bad_usage when the records of the KPI lack the dimension. */
export async function findRatioGroups(house: House, ask: Ask & { query: Query }, entry: KpiEntry, dimension?: string): Promise<Found> {
  const catalogue = await loadOwnCatalogue(house, ask.workspace)
  const tried = dimension === undefined ? usualDimensions : [dimension]
  for (const by of tried) {
    const query = { ...ask.query, by: [by] }
    const { plan, question, workspace } = await planQuestion(house, { ...ask, query, catalogue })
    const kpi = plan.kpis[0] as KpiPlan
    if (kpi.kind !== 'measured' || kpi.rowParts.some((part) => part.blocked)) continue
    const found = await runPlan(house.warehouse, plan, question)
    const [names] = await namesOf(house, workspace, plan, found, question.lowering)
    const cell = cellsOf(plan, found)
    const [now, before] = sidesOf(plan)
    const raw = [...found.groups].map(([key, [value = '']]) => ({
      member: names?.get(value) ?? { id: null, name: null },
      weightBefore: weightOf(kpi.finish, partNumbers(found, kpi, before, key)),
      weightAfter: weightOf(kpi.finish, partNumbers(found, kpi, now, key)),
      rateBefore: rateOf(cell(entry, before, key)),
      rateAfter: rateOf(cell(entry, now, key)),
    }))
    const current = cell(entry, now, null)
    const previous = cell(entry, before, null)
    const total = { [entry.id]: { ...current, previous, change: changeOf(entry, current, previous) } }
    return { answer: { ...headOf(workspace, query, plan), columns: [], rows: [], total, notes: [] }, groups: sharesOf(raw), by }
  }
  throw new AppError('bad_usage', `${entry.id} cannot be split by ${tried.join(', ')}`, {
    path: 'by',
    hint: 'Choose a dimension its records have',
  })
}

/** Without spend a group costs nothing in the sum, whatever its own figure says. */
const rateOf = ({ value, why }: PlainCell): number | null => (why === 'no_spend' ? 0 : value)

function sidesOf(plan: Plan) {
  const side = (name: 'current' | 'previous') => plan.frames.find((frame) => frame.side === name && frame.bucket === null)!
  return [side('current'), side('previous')] as const
}

const num = (numbers: Numbers | null | undefined, name: string): number => Number(numbers?.get(name) ?? 0)

/** What a figure of a group is weighed by in the figure of all: its denominator. */
function weightOf(finish: MeasuredKpi['finish'], parts: readonly (Numbers | null)[]): number {
  if (finish.type === 'ratio') return num(parts[1], 'value')
  return num(parts[0], denominatorOf(finish))
}

const denominatorOf = (finish: Exclude<Finish, { type: 'ratio' }>): string => (finish.type === 'share_of_sums' ? finish.all : 'n')

/** Weights as shares of their sum; a group without a rate in a period is not there in it. */
function sharesOf(groups: readonly NamedGroup[]): NamedGroup[] {
  const there = groups
    .map((group) => ({
      ...group,
      weightBefore: group.rateBefore === null ? 0 : group.weightBefore,
      weightAfter: group.rateAfter === null ? 0 : group.weightAfter,
      rateBefore: group.weightBefore > 0 ? group.rateBefore : null,
      rateAfter: group.weightAfter > 0 ? group.rateAfter : null,
    }))
    .filter(({ weightBefore, weightAfter }) => weightBefore > 0 || weightAfter > 0)
    .sort((a, b) => Number(a.member.id === null) - Number(b.member.id === null) || ((a.member.id ?? '') < (b.member.id ?? '') ? -1 : 1))
  const sum = (side: 'weightBefore' | 'weightAfter') => there.reduce((all, group) => all + group[side], 0) || 1
  const [before, after] = [sum('weightBefore'), sum('weightAfter')]
  return there.map((group) => ({ ...group, weightBefore: group.weightBefore / before, weightAfter: group.weightAfter / after }))
}
