// What a day asks of each person and what it brought: norms of activity, the share of a plan of sales. A person without a norm of
// their own has the team's, else the company's.
import type { Norm } from '../../contract/today.ts'
import { planCell } from '../../kpi/plans/attainment.ts'
import type { PlanRecord } from '../../kpi/plans/goal.ts'
import { dayAfter, startOf } from '../../kpi/plans/workdays.ts'
import type { TeamMember } from '../../warehouse/find-plans.ts'
import { measureSpans } from '../measure-spans.ts'
import { type Holder, type Plans, theCompany } from './load-plans.ts'
import { type GoalContext, measureGoals, type Want } from './measure-goals.ts'

/** Told of who has no norms at all. */
const usual = ['calls', 'meetings_held']
type DayAsk = { day: string; asOf: string; people: readonly string[]; worksOn: (person: string) => boolean; members: readonly TeamMember[] }

/** Norms of each person on a day, by key. */
export async function dayNorms(
  context: GoalContext,
  plans: Plans,
  { day, asOf, people, worksOn, members }: DayAsk,
): Promise<Map<string, Norm[]>> {
  const { house, rules, catalogue } = context
  const { timezone } = rules.zone
  const inForce = (holder: Holder, metric: string, kind: PlanRecord['kind']) =>
    plans.of(holder, metric).find((plan) => plan.kind === kind && plan.from <= day && plan.to > day)
  const holders = (person: string): Holder[] => {
    const teams = members.find((one) => one.person === person)?.teams ?? []
    return [{ kind: 'person', key: person }, ...teams.map((key): Holder => ({ kind: 'team', key })), theCompany]
  }
  const normed = plans.metrics.filter((metric) => plans.all.some((plan) => plan.metric === metric && plan.kind === 'per_day'))
  const asked = people.flatMap((person) =>
    plans.metrics.flatMap((metric) => inForce({ kind: 'person', key: person }, metric, 'total') ?? []).map((plan) => ({ person, plan })),
  )
  const wants = asked.map(({ person, plan }): Want => {
    const { metric, from, to, kind, target, floor, stretch, id } = plan
    const goal = { metric, from, to, kind, target, floor, stretch, plans: [id], partOf: null }
    return { holder: { kind: 'person', key: person }, goal, moment: { until: asOf, asOf, today: day } }
  })
  const facts = await measureGoals(context, wants, { past: false, day: true })
  const shares = asked.map(({ person, plan }, i) => ({ person, metric: plan.metric, plan: planCell(facts[i]!, 'day').value }))
  const metrics = [...new Set([...normed, ...shares.map(({ metric }) => metric), ...usual])]
  const spans = [{ from: startOf(day, timezone), to: startOf(dayAfter(day), timezone), asOf }]
  const cells = new Map(
    await Promise.all(
      metrics.map(
        async (metric) =>
          [metric, await measureSpans(house, rules, { catalogue, metric, by: ['person'], spans, withTotal: false })] as const,
      ),
    ),
  )
  const factOf = (metric: string, person: string) => cells.get(metric)!(0, [person]).value
  return new Map(
    people.map((person) => {
      const own = normed.flatMap((metric): Norm[] => {
        const norm = holders(person)
          .map((holder) => inForce(holder, metric, 'per_day'))
          .find((plan) => plan !== undefined)
        return norm === undefined ? [] : [{ kpi: metric, plan: worksOn(person) ? norm.target : 0, fact: factOf(metric, person) }]
      })
      const sales = shares
        .filter((one) => one.person === person)
        .map(({ metric, plan }) => ({ kpi: metric, plan, fact: factOf(metric, person) }))
      const none = own.length > 0 ? [] : usual.map((metric) => ({ kpi: metric, plan: null, fact: factOf(metric, person) }))
      return [person, [...own, ...none, ...sales]] as const
    }),
  )
}
