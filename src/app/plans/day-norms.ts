// What a day asks of each person and what it brought: norms of activity, the share of a plan of sales. A person without a norm of
// their own has the team's, else the company's.
import type { Norm } from '../../contract/today.ts'
import { planCell } from '../../kpi/plans/attainment.ts'
import type { PlanRecord } from '../../kpi/plans/goal.ts'
import { dayAfter, startOf } from '../../kpi/plans/workdays.ts'
import type { TeamMember } from '../../warehouse/find-plans.ts'
import { measureManySpans } from '../measure-spans.ts'
import { type Holder, type Plans, theCompany } from './load-plans.ts'
import { type GoalContext, measureGoals, type Want } from './measure-goals.ts'

/** Told of who has no norms at all. */
const usual = ['calls', 'meetings_held']
type DayAsk = { day: string; asOf: string; people: readonly string[]; worksOn: (person: string) => boolean; members: readonly TeamMember[] }
type Share = { person: string; metric: string; plan: number | null }
type FactOf = (metric: string, person: string) => number | null

/** Norms of each person by key, on each of some days. */
export async function dayNorms(context: GoalContext, plans: Plans, days: readonly DayAsk[]): Promise<Map<string, Norm[]>[]> {
  const { house, rules, catalogue } = context
  const { timezone } = rules.zone
  const asked = days.flatMap((ask) => sharesAsked(plans, ask))
  const facts = await measureGoals(
    context,
    asked.map(({ want }) => want),
    { past: false, day: true },
  )
  const shares = asked.map(({ ask, want, person }, i) => ({
    ask,
    person,
    metric: want.goal.metric,
    plan: planCell(facts[i]!, 'day').value,
  }))
  const metrics = [...new Set([...normedOf(plans), ...shares.map(({ metric }) => metric), ...usual])]
  const spans = days.map(({ day, asOf }) => ({ from: startOf(day, timezone), to: startOf(dayAfter(day), timezone), asOf }))
  const cells = await measureManySpans(house, rules, { catalogue, metrics, by: ['person'], spans, withTotal: false })
  return days.map((ask, at) => {
    const factOf: FactOf = (metric, person) => cells.get(metric)!(at, [person]).value
    const own = shares.filter((share) => share.ask === ask)
    return new Map(ask.people.map((person) => [person, normsOf(plans, ask, person, own, factOf)]))
  })
}

const normedOf = ({ all, metrics }: Plans) =>
  metrics.filter((metric) => all.some((plan) => plan.metric === metric && plan.kind === 'per_day'))

const inForce = (plans: Plans, day: string, holder: Holder, metric: string, kind: PlanRecord['kind']) =>
  plans.of(holder, metric).find((plan) => plan.kind === kind && plan.from <= day && plan.to > day)

/** The plans of sales whose share of the day is asked. */
function sharesAsked(plans: Plans, ask: DayAsk): { ask: DayAsk; person: string; want: Want }[] {
  const { day, asOf, people } = ask
  return people.flatMap((person) => {
    const holder: Holder = { kind: 'person', key: person }
    return plans.metrics
      .flatMap((metric) => inForce(plans, day, holder, metric, 'total') ?? [])
      .map(({ metric, from, to, kind, target, floor, stretch, id }) => {
        const goal = { metric, from, to, kind, target, floor, stretch, plans: [id], partOf: null }
        return { ask, person, want: { holder, goal, moment: { until: asOf, asOf, today: day } } }
      })
  })
}

function normsOf(plans: Plans, { day, members, worksOn }: DayAsk, person: string, shares: readonly Share[], factOf: FactOf): Norm[] {
  const teams = members.find((one) => one.person === person)?.teams ?? []
  const holders: Holder[] = [{ kind: 'person', key: person }, ...teams.map((key): Holder => ({ kind: 'team', key })), theCompany]
  const own = normedOf(plans).flatMap((metric): Norm[] => {
    const norm = holders.map((holder) => inForce(plans, day, holder, metric, 'per_day')).find((plan) => plan !== undefined)
    return norm === undefined ? [] : [{ kpi: metric, plan: worksOn(person) ? norm.target : 0, fact: factOf(metric, person) }]
  })
  const sales = shares
    .filter((one) => one.person === person)
    .map(({ metric, plan }) => ({ kpi: metric, plan, fact: factOf(metric, person) }))
  const none = own.length > 0 ? [] : usual.map((metric) => ({ kpi: metric, plan: null, fact: factOf(metric, person) }))
  return [...own, ...none, ...sales]
}
