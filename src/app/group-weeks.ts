// KPIs by week and group in one scan of one stretch of time, all groupings at once: what frames and questions would read many times.
import type { Temporal } from 'temporal-polyfill'
import type { Member } from '../contract/answer.ts'
import type { Query } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { byWeek, findDimension } from '../kpi/dimensions.ts'
import { evidenceOf, isPoolable } from '../kpi/evidence.ts'
import { eachOf, readEach, together } from '../kpi/many-dimensions.ts'
import type { Workspace } from '../store/tables/workspaces.ts'
import { findMembers } from '../warehouse/find-members.ts'
import { runPlan } from '../warehouse/run-plan.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { partNumbers } from './query-cells.ts'
import type { Ask } from './run-query.ts'

/** Hits k of n cases of a share; of a count both are the count. */
export type WeekFigure = { k: number; n: number }
/** `of`: figures of every week, the first one first. `level`: a dimension; `together` has one group. */
export type WeekGroup = { level: string; member: Member | null; of: (kpi: string) => WeekFigure[] }

type Asked = {
  catalogue: Catalogue
  kpis: readonly string[]
  levels: readonly string[]
  monday: Temporal.PlainDate
  weeks: number
  query: Omit<Query, 'kpis'>
}

/** The weeks before `monday`, by group of each level. Groups nobody can name are left out. */
export async function groupWeeks(house: House, ask: Ask, asked: Asked): Promise<WeekGroup[]> {
  const { catalogue, kpis, levels, monday, weeks } = asked
  if (kpis.length === 0) return []
  const span = { from: monday.subtract({ weeks }).toString(), to: monday.toString() }
  // It matters whose a case is where people or teams are told apart.
  const by = levels.some((level) => level === 'person' || level === 'team') ? ['person'] : []
  const { plan, question, workspace } = await planQuestion(house, {
    ...ask,
    catalogue,
    query: { ...asked.query, ...span, kpis: [...kpis], by },
  })
  const found = await runPlan(house.warehouse, { ...plan, dimensions: [eachOf(levels), byWeek] }, question, { withTotal: false })
  const told = [...new Set([...found.groups.values()].map(([each = '']) => each))].map((each) => ({ each, ...readEach(each) }))
  const names = await namesOfLevels(house, workspace, levels, told)
  const starts = Array.from({ length: weeks }, (_, i) => monday.subtract({ weeks: weeks - i }).toString())
  const plans = new Map(plan.kpis.map((kpi) => [kpi.entry.id, kpi]))
  const figureOf = (kpi: string, each: string, week: string): WeekFigure => {
    const measured = plans.get(kpi)
    if (measured?.kind !== 'measured') return { k: 0, n: 0 }
    const numbers = partNumbers(found, measured, plan.frames[0]!, `${each}\u0001${week}`)
    if (isPoolable(measured.finish)) return evidenceOf(measured.finish, numbers)
    const n = Number(numbers[0]?.get('n') ?? 0)
    return { k: n, n }
  }
  return told.flatMap(({ each, dimension, value }) => {
    const member = dimension === together ? null : names(dimension, value)
    if (member !== null && member.id === null) return []
    return [{ level: dimension, member, of: (kpi: string) => starts.map((week) => figureOf(kpi, each, week)) }]
  })
}

type Told = readonly { dimension: string; value: string }[]
type Names = (dimension: string, value: string) => Member

async function namesOfLevels(house: House, { num }: Workspace, levels: readonly string[], told: Told): Promise<Names> {
  const found = await Promise.all(
    levels.map(async (level) => {
      const form = findDimension(level)?.form ?? 'text'
      const values = told.filter(({ dimension }) => dimension === level).map(({ value }) => value)
      return [level, form === 'text' ? null : await findMembers(house.warehouse, num, form, values)] as const
    }),
  )
  const byLevel = new Map(found)
  const nobody: Member = { id: null, name: null }
  return (level, value) => {
    const members = byLevel.get(level)
    return members == null ? (value === '' ? nobody : { id: value, name: value }) : (members.get(value) ?? nobody)
  }
}
