// Which of the plans of one holder and metric speaks for a period: the one of just that period, several that fill it, a share of a
// longer one where a whole month or quarter is asked, else the one in force at its end.
import { Temporal } from 'temporal-polyfill'
import { wholeMonths } from '../passes/buckets.ts'

const planKinds = ['total', 'level', 'per_day'] as const
export type PlanKind = (typeof planKinds)[number]

/** A plan as written, in workspace currency; amounts null = no rate. Days are local, `to` exclusive. */
export type PlanRecord = {
  id: string
  source: string
  metric: string
  from: string
  to: string
  kind: PlanKind
  target: number | null
  floor: number | null
  stretch: number | null
  /** Keys as the warehouse knows people and teams; null = not of one. Neither: the company. */
  person: string | null
  team: string | null
}

/** What is to be reached from `from` to `to`, by one holder. */
export type Goal = Pick<PlanRecord, 'metric' | 'from' | 'to' | 'kind' | 'target' | 'floor' | 'stretch'> & {
  plans: readonly string[]
  /** A share of a longer plan, of these days: the amounts are that plan's until `shareGoal` takes the share. */
  partOf: { from: string; to: string } | null
}

type Asked = { from: string; to: string; fiscalStart: number }

const goalOf = (plan: PlanRecord): Goal => ({ ...pick(plan), plans: [plan.id], partOf: null })
const pick = ({ metric, from, to, kind, target, floor, stretch }: PlanRecord) => ({ metric, from, to, kind, target, floor, stretch })

/** `plans`: of one holder and one metric. null = none speaks for the period. */
export function goalFor(plans: readonly PlanRecord[], asked: Asked): Goal | null {
  const exact = plans.find(({ from, to }) => from === asked.from && to === asked.to)
  if (exact !== undefined) return goalOf(exact)
  return filled(plans, asked) ?? partOfLonger(plans, asked) ?? inForce(plans, asked)
}

/** Plans of sums that follow one another from the first day to the last. */
function filled(plans: readonly PlanRecord[], asked: Asked): Goal | null {
  const inside = plans.filter(({ from, to, kind }) => from >= asked.from && to <= asked.to && kind === 'total')
  const chain: PlanRecord[] = []
  for (let at = asked.from; at < asked.to; ) {
    // Of several that begin together the longest: a quarter says more of a year than its first month.
    const next = inside.filter(({ from }) => from === at).toSorted((a, b) => (a.to < b.to ? 1 : -1))[0]
    if (next === undefined) return null
    chain.push(next)
    at = next.to
  }
  if (chain.length === 0) return null
  const sum = (of: (plan: PlanRecord) => number | null) =>
    chain.reduce<number | null>((total, plan) => (total === null || of(plan) === null ? null : total + of(plan)!), 0)
  return {
    ...pick(chain[0]!),
    from: asked.from,
    to: asked.to,
    target: sum(({ target }) => target),
    floor: sum(({ floor }) => floor),
    stretch: sum(({ stretch }) => stretch),
    plans: chain.map(({ id }) => id),
    partOf: null,
  }
}

const isWhole = ({ from, to, fiscalStart }: Asked) =>
  from < to && wholeMonths({ from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) }, fiscalStart) !== null

function partOfLonger(plans: readonly PlanRecord[], asked: Asked): Goal | null {
  if (!isWhole(asked)) return null
  const longer = shortest(plans.filter(({ from, to }) => from <= asked.from && to >= asked.to))
  if (longer === undefined) return null
  return { ...pick(longer), from: asked.from, to: asked.to, plans: [longer.id], partOf: { from: longer.from, to: longer.to } }
}

/** The part of a longer plan that falls into the period; a level or a norm holds in every part. */
export function shareGoal(goal: Goal, share: number): Goal {
  const of = (amount: number | null) => (amount === null || goal.kind !== 'total' ? amount : amount * share)
  return { ...goal, target: of(goal.target), floor: of(goal.floor), stretch: of(goal.stretch) }
}

/** The shortest plan that holds on the last day of the period. */
function inForce(plans: readonly PlanRecord[], { from, to }: Asked): Goal | null {
  if (to <= from) return null
  const last = Temporal.PlainDate.from(to).subtract({ days: 1 }).toString()
  const plan = shortest(plans.filter((one) => one.from <= last && one.to > last))
  return plan === undefined ? null : goalOf(plan)
}

const length = ({ from, to }: { from: string; to: string }) => Date.parse(to) - Date.parse(from)
const shortest = (plans: readonly PlanRecord[]) => plans.toSorted((a, b) => length(a) - length(b) || (a.from < b.from ? 1 : -1))[0]
