// The share of a longer plan that falls into a month or quarter: by own month index, else by working days (methods.md, plan split).
import { type Goal, shareGoal } from '../../kpi/plans/goal.ts'
import { type Days, earlierOf, laterOf } from '../../kpi/plans/past-periods.ts'
import { monthShares, monthsIn, yearsBefore } from '../../kpi/plans/season.ts'
import { daysWorked, startOf } from '../../kpi/plans/workdays.ts'
import { measureSpans } from '../measure-spans.ts'
import type { Holder } from './load-plans.ts'
import type { GoalContext } from './measure-goals.ts'
import { withCalendars } from './person-calendars.ts'
import { workdayOf } from './workday-of.ts'

/** Whose plan is split, seen from a moment; `teamId`: the team whose calendar it goes by, as calendars name it. */
type Split = { holder: Holder; teamId: string | null; asOf: string }

/** The goal with its share of the longer plan's amounts; others as they are. */
export async function splitGoal(context: GoalContext, split: Split, goal: Goal): Promise<Goal> {
  if (goal.partOf === null || goal.kind !== 'total') return goal
  const shares = await sharesOfMonths(context, split, goal.metric, goal.partOf)
  return shareGoal(
    goal,
    shares.reduce((sum, { month, share }) => sum + share * overlap(month, goal), 0),
  )
}

/** Each month of a plan with its share of the target. */
export async function sharesOfMonths(
  { house, rules, catalogue }: GoalContext,
  { holder, teamId, asOf }: Split,
  metric: string,
  whole: Days,
): Promise<{ month: Days; share: number }[]> {
  const start = (day: string) => startOf(day, rules.zone.timezone)
  const months = monthsIn(whole)
  const years = yearsBefore(whole)
  const spans = years.flat().map(({ from, to }) => ({ from: start(from), to: start(to), asOf }))
  const by = holder.kind === 'company' ? [] : [holder.kind]
  const cell = await measureSpans(house, rules, { catalogue, metric, by, spans })
  let no = 0
  const results = years.map((year) => year.map(() => cell(no++, holder.kind === 'company' ? null : [holder.key]).value ?? 0))
  const [own] = await withCalendars(house, rules, [{ holder, teamId, moment: { asOf } }])
  const isWorked = workdayOf(rules, own?.teamId)
  const worked = months.map((month) => ({ workdays: daysWorked(isWorked, month).length }))
  const shares = monthShares(worked, results)
  return months.map((month, i) => ({ month, share: shares[i]! }))
}

const length = ({ from, to }: Days) => Math.max(0, Date.parse(to) - Date.parse(from))
/** Part of a month that lies in a period. */
const overlap = (month: Days, period: Days) =>
  length({ from: laterOf(month.from, period.from), to: earlierOf(month.to, period.to) }) / length(month)
