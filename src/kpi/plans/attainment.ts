// The figures of one goal: how far it is, how far it should be, what is left to do. kpis.md, family Plan.
import type { PlainCell, WhyCode } from '../../contract/answer.ts'
import { emptyCell } from '../cells.ts'
import type { Goal } from './goal.ts'

const planFigures = ['target', 'actual', 'attainment', 'gap', 'per_workday', 'day', 'expected', 'pace'] as const
export type PlanFigure = (typeof planFigures)[number]

/** A goal with what it is measured by. */
export type GoalFacts = {
  goal: Goal
  isLowerBetter: boolean
  /** Of the plan's metric, from the first day to the moment asked. */
  actual: PlainCell
  /** The same on the days before today; null = it has no value. */
  before: number | null
  /** Working days of the calendar: before today, all. */
  workdays: { passed: number; all: number }
  /** Working days left, today included, by calendar and attendance. */
  left: number
  /** Days people attended so far, and those of the whole period: what a norm is multiplied by. */
  attended: { soFar: number; all: number }
  /** Where the same share of earlier periods stood; null = too few of them. */
  pastShare: number | null
  /** Share of today in the period. */
  dayShare: number
}

/** What is to be reached in all; null where a level is to be held, and where the plan has no price. */
export function aimOf({ goal, attended }: Pick<GoalFacts, 'goal' | 'attended'>): number | null {
  if (goal.target === null || goal.kind === 'level') return null
  return goal.kind === 'per_day' ? goal.target * attended.all : goal.target
}

/** Share of the target that should be there by now: by own earlier periods, else by working days; null without working days. */
export function expectedShare({ goal, workdays, pastShare }: GoalFacts): number | null {
  if (goal.kind === 'level' || workdays.all === 0) return null
  if (workdays.passed >= workdays.all) return 1
  return pastShare ?? workdays.passed / workdays.all
}

export function attainmentOf(facts: GoalFacts): number | null {
  const { goal, isLowerBetter, actual, attended } = facts
  if (actual.value === null || goal.target === null) return null
  const [above, below] = goal.kind === 'level' && isLowerBetter ? [goal.target, actual.value] : [actual.value, goal.target]
  return divide(above, goal.kind === 'per_day' ? below * attended.soFar : below)
}

export function gapOf(facts: GoalFacts): number | null {
  const { goal, isLowerBetter, actual } = facts
  const aim = goal.kind === 'level' ? goal.target : aimOf(facts)
  if (aim === null || actual.value === null) return null
  return Math.max(0, goal.kind === 'level' && isLowerBetter ? actual.value - aim : aim - actual.value)
}

export function paceOf(facts: GoalFacts): number | null {
  const [aim, expected] = [aimOf(facts), expectedShare(facts)]
  return aim === null || expected === null || facts.before === null ? null : divide(facts.before, aim * expected)
}

const divide = (above: number, below: number): number | null => (below === 0 ? null : above / below)

function figureOf(facts: GoalFacts, figure: PlanFigure): number | null {
  const { goal, left, dayShare } = facts
  switch (figure) {
    case 'target':
      return goal.target
    case 'actual':
      return facts.actual.value
    case 'attainment':
      return attainmentOf(facts)
    case 'gap':
      return gapOf(facts)
    case 'per_workday': {
      const gap = goal.kind === 'level' ? null : gapOf(facts)
      return gap === null ? null : divide(gap, left)
    }
    case 'day': {
      const aim = aimOf(facts)
      return aim === null ? null : aim * dayShare
    }
    case 'expected':
      return expectedShare(facts)
    case 'pace':
      return paceOf(facts)
  }
}

const readsActual = (figure: PlanFigure) => figure !== 'target' && figure !== 'day' && figure !== 'expected'

/** A figure as a cell: n = plans behind a target, cases of the metric behind what is measured. */
export function planCell(facts: GoalFacts, figure: PlanFigure): PlainCell {
  const value = figureOf(facts, figure)
  const { goal, actual } = facts
  const n = readsActual(figure) ? actual.n : goal.plans.length
  const unpriced = readsActual(figure) ? actual.unpriced : 0
  const why = (): WhyCode => {
    if (goal.target === null) return 'unpriced'
    return readsActual(figure) && actual.why !== null ? actual.why : 'undefined'
  }
  return { ...emptyCell('undefined'), value, n, unpriced, why: value === null ? why() : null }
}

export const isOfPeriod = (one: Goal, other: Goal): boolean => one.from === other.from && one.to === other.to

/** Several holders' goals of one period as one: sums, and the shares weighted by what is to be reached. null where they cannot add up. */
export function addUpGoals(all: readonly GoalFacts[]): GoalFacts | null {
  const [first, ...others] = all
  if (first === undefined) return null
  if (others.length === 0) return first
  const same = all.filter(({ goal }) => isOfPeriod(goal, first.goal))
  if (same.some(({ goal }) => goal.kind !== 'total')) return null
  const sum = (of: (facts: GoalFacts) => number | null) =>
    same.reduce<number | null>((total, facts) => (total === null || of(facts) === null ? null : total + of(facts)!), 0)
  const aim = sum(aimOf) ?? 0
  const weighted = (of: (facts: GoalFacts) => number | null) =>
    aim > 0 && same.every((facts) => of(facts) !== null) ? same.reduce((total, facts) => total + of(facts)! * aimOf(facts)!, 0) / aim : null
  const value = sum(({ actual }) => actual.value)
  const count = (key: 'n' | 'unpriced') => same.reduce((total, { actual }) => total + actual[key], 0)
  return {
    ...first,
    goal: {
      ...first.goal,
      target: sum(({ goal }) => goal.target),
      floor: sum(({ goal }) => goal.floor),
      stretch: sum(({ goal }) => goal.stretch),
      plans: same.flatMap(({ goal }) => goal.plans),
    },
    actual: {
      ...first.actual,
      value,
      n: count('n'),
      unpriced: count('unpriced'),
      why: value === null ? (first.actual.why ?? 'undefined') : null,
    },
    before: sum(({ before }) => before),
    left: Math.max(...same.map(({ left }) => left)),
    pastShare: weighted(expectedShare),
    dayShare: weighted(({ dayShare }) => dayShare) ?? first.dayShare,
  }
}
