// person_contribution: gross profit less pay less the cost of the leads given, each lead at what leads of its channel cost. By person;
// the total adds up those asked about.
import { emptyCell } from '../../kpi/cells.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { MadeKpi, Plan } from '../../kpi/plan.ts'
import { localDay } from '../../kpi/plans/workdays.ts'
import { findPersonPay } from '../../warehouse/find-person-pay.ts'
import { groupKey } from '../../warehouse/run-plan.ts'
import { groupsOfSpans, measureSpans } from '../measure-spans.ts'
import type { GoalContext } from '../plans/measure-goals.ts'
import { isPersonIn, scopeOf } from '../plans/plan-scope.ts'
import type { Made } from '../query-cells.ts'

type Ask = GoalContext & { plan: Plan; kpis: readonly MadeKpi[] }
type Contribution = { value: number | null; n: number; unpriced: number }

export async function makeContribution(ask: Ask): Promise<Made> {
  const { plan } = ask
  if (plan.filters.some(({ dimension }) => dimension.id !== 'person' && dimension.id !== 'team'))
    return { groups: new Map(), cell: () => emptyCell('no_dimension') }
  const scope = await scopeOf(ask)
  const byFrame = new Map<number, Map<string, Contribution>>()
  for (const frame of plan.frames) {
    const all = await contributions(ask, frame)
    byFrame.set(frame.no, new Map([...all].filter(([person]) => isPersonIn(scope, person))))
  }
  const isByPerson = plan.dimensions.length === 1 && plan.dimensions[0]?.id === 'person'
  const people = isByPerson ? [...new Set([...byFrame.values()].flatMap((all) => [...all.keys()]))] : []
  const cell: Made['cell'] = (_entry, frame, group) => {
    const all = byFrame.get(frame.no) ?? new Map<string, Contribution>()
    const own = group === null ? [...all.values()] : [all.get(group)].filter((one) => one !== undefined)
    if (own.length === 0) return emptyCell('no_cases')
    const value = own.reduce<number | null>((sum, one) => (sum === null || one.value === null ? null : sum + one.value), 0)
    const count = (key: 'n' | 'unpriced') => own.reduce((sum, one) => sum + one[key], 0)
    return { ...emptyCell(value === null ? 'unpriced' : null), value, n: count('n'), unpriced: count('unpriced') }
  }
  return { groups: new Map(people.map((person) => [groupKey([person]), [person]])), cell }
}

async function contributions({ house, rules, catalogue }: Ask, frame: Frame): Promise<Map<string, Contribution>> {
  const spans = [{ from: frame.from, to: frame.to, asOf: frame.asOf }]
  const ask = (metric: string, by: string[]) => measureSpans(house, rules, { catalogue, metric, by, spans })
  const { timezone } = rules.zone
  const days = { from: localDay(frame.from, timezone), to: localDay(frame.until, timezone) }
  const [profit, leads, costs, pay] = await Promise.all([
    ask('gross_profit', ['person']),
    ask('leads', ['person', 'channel']),
    ask('cost_per_lead', ['channel']),
    findPersonPay(house.warehouse, rules.workspace.num, { ...days, currency: rules.workspace.settings.currency }),
  ])
  const given = groupsOfSpans(leads)
  const people = new Set([...groupsOfSpans(profit).map(([person]) => person!), ...given.map(([person]) => person!), ...pay.keys()])
  people.delete('0')
  return new Map(
    [...people].map((person) => {
      const sold = profit(0, [person])
      const leadCost = given
        .filter(([owner]) => owner === person)
        .reduce((sum, [, channel]) => sum + (leads(0, [person, channel!]).value ?? 0) * (costs(0, [channel!]).value ?? 0), 0)
      const paid = pay.get(person) ?? { amount: 0, isPriced: true }
      const value = sold.value === null || !paid.isPriced ? null : sold.value - paid.amount - leadCost
      return [person, { value, n: sold.n, unpriced: sold.unpriced }] as const
    }),
  )
}
