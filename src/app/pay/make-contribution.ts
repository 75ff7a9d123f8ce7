// person_contribution: gross profit less pay less the cost of the leads given, each lead at what leads of its channel cost. By person;
// the total adds up those asked about.
import type { PlainCell } from '../../contract/answer.ts'
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
  const all = await contributions(ask, plan.frames)
  const byFrame = new Map(
    plan.frames.map((frame, span) => [frame.no, new Map([...all[span]!].filter(([person]) => isPersonIn(scope, person)))] as const),
  )
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

/** Of every frame, by person; what is measured is asked of all frames at once. */
async function contributions({ house, rules, catalogue }: Ask, frames: readonly Frame[]): Promise<Map<string, Contribution>[]> {
  const spans = frames.map(({ from, to, asOf }) => ({ from, to, asOf }))
  const ask = (metric: string, by: string[]) => measureSpans(house, rules, { catalogue, metric, by, spans })
  const [profit, leads, costs] = await Promise.all([
    ask('gross_profit', ['person']),
    ask('leads', ['person', 'channel']),
    ask('cost_per_lead', ['channel']),
  ])
  const given = groupsOfSpans(leads)
  const known = new Set([...groupsOfSpans(profit).map(([person]) => person!), ...given.map(([person]) => person!)])
  const { timezone } = rules.zone
  const { currency } = rules.workspace.settings
  const byFrame: Map<string, Contribution>[] = []
  for (const [span, frame] of frames.entries()) {
    const days = { from: localDay(frame.from, timezone), to: localDay(frame.until, timezone) }
    const pay = await findPersonPay(house.warehouse, rules.workspace.num, { ...days, currency })
    const hasCase = ({ n, excluded, unpriced }: PlainCell) => n > 0 || excluded > 0 || unpriced > 0
    const isSeen = (person: string) =>
      hasCase(profit(span, [person])) || given.some(([owner, channel]) => owner === person && hasCase(leads(span, [person, channel!])))
    const people = [...new Set([...[...known].filter(isSeen), ...pay.keys()])].filter((person) => person !== '0')
    byFrame.push(
      new Map(
        people.map((person) => {
          const sold = profit(span, [person])
          const leadCost = given
            .filter(([owner]) => owner === person)
            .reduce((sum, [, channel]) => sum + (leads(span, [person, channel!]).value ?? 0) * (costs(span, [channel!]).value ?? 0), 0)
          const paid = pay.get(person) ?? { amount: 0, isPriced: true }
          const value = sold.value === null || !paid.isPriced ? null : sold.value - paid.amount - leadCost
          return [person, { value, n: sold.n, unpriced: sold.unpriced }] as const
        }),
      ),
    )
  }
  return byFrame
}
