// The funnel backwards: how many inquiries, calls, meetings, proposals and sales a working day must bring to make a plan, at the
// rates of the last quarter: own, or the company's where own sales are too few.
import { Temporal } from 'temporal-polyfill'
import type { PlanProgress } from '../../contract/plans.ts'
import { figure } from '../../kpi/figure.ts'
import { withFigures } from '../../kpi/funnel-figures.ts'
import { type GoalFacts, gapOf } from '../../kpi/plans/attainment.ts'
import { daysWorked, startOf } from '../../kpi/plans/workdays.ts'
import { findWorkedDays } from '../../warehouse/find-plans.ts'
import { measureManySpans } from '../measure-spans.ts'
import { canForecast } from './forecast-plans.ts'
import type { Holder } from './load-plans.ts'
import type { GoalContext, Want } from './measure-goals.ts'
import { workdayOf } from './workday-of.ts'

const DAYS = 91
/** Fewer own sales say little about own rates. */
const WINS_LEAST = 5

const proposals = figure('plan_proposals', 'count', { type: 'count', fact: 'reaches', where: "milestone = 'proposal'" })
/** Name in the answer → what counts it. */
const activities = {
  leads: 'leads',
  calls: 'calls',
  meetings_held: 'meetings_held',
  proposals: proposals.id,
  won_deals: 'won_deals',
} as const
/** Those that are KPIs and work of a person: they can become norms. */
export const normMetrics: ReadonlySet<string> = new Set(['calls', 'meetings_held'])

type Needed = PlanProgress['needed']
type Read = (figure: string, holder: Holder) => number | null

/** In the order of the goals; nothing for a plan that is none of sales, is over or has no rates yet. */
export async function findNeeded(context: GoalContext, goals: readonly { want: Want; facts: GoalFacts }[]): Promise<Needed[]> {
  const asked = goals.filter(({ want, facts }) => canForecast(want.goal.metric) && facts.left > 0 && gapOf(facts) !== null)
  if (asked.length === 0) return goals.map(() => [])
  const { today, asOf } = asked[0]!.want.moment
  const window = { from: Temporal.PlainDate.from(today).subtract({ days: DAYS }).toString(), to: today }
  const read = await readRates(
    context,
    asked.map(({ want }) => want.holder),
    window,
    asOf,
  )
  const people = asked.flatMap(({ want }) => (want.holder.kind === 'person' ? [want.holder.key] : []))
  const worked = await findWorkedDays(context.house.warehouse, context.rules.workspace.num, people, window)
  const usual = ({ teamId }: Want) => daysWorked(workdayOf(context.rules, teamId), window).length
  return goals.map((goal) =>
    asked.includes(goal) ? neededFor(goal, read, worked.get(goal.want.holder.key)?.length ?? usual(goal.want)) : [],
  )
}

async function readRates(
  { house, rules, catalogue }: GoalContext,
  holders: readonly Holder[],
  window: { from: string; to: string },
  asOf: string,
): Promise<Read> {
  const { timezone } = rules.zone
  const spans = [{ from: startOf(window.from, timezone), to: startOf(window.to, timezone), asOf }]
  const own = withFigures(catalogue, [proposals])
  const kinds = [...new Set<Holder['kind']>([...holders.map(({ kind }) => kind), 'company'])]
  const metrics = [...Object.values(activities), 'average_deal']
  const read = async (kind: Holder['kind']) => {
    const by = kind === 'company' ? [] : [kind]
    return [kind, await measureManySpans(house, rules, { catalogue: own, metrics, by, spans, withTotal: false })] as const
  }
  const cells = new Map(await Promise.all(kinds.map(read)))
  return (metric, { kind, key }) => cells.get(kind)!.get(metric)!(0, kind === 'company' ? null : [key]).value
}

function neededFor({ want, facts }: { want: Want; facts: GoalFacts }, read: Read, workdays: number): Needed {
  const company: Holder = { kind: 'company', key: '' }
  const source = (read(activities.won_deals, want.holder) ?? 0) >= WINS_LEAST ? want.holder : company
  const wins = read(activities.won_deals, source) ?? 0
  const average = read('average_deal', source)
  const isMoney = want.goal.metric === 'revenue' || want.goal.metric === 'cash_received'
  const gap = gapOf(facts)!
  const sales = isMoney ? (average === null || average <= 0 ? null : gap / average) : gap
  if (sales === null || wins === 0) return []
  return Object.entries(activities).map(([activity, metric]) => ({
    activity,
    per_workday: (sales * (read(metric, source) ?? 0)) / wins / facts.left,
    now_per_workday: workdays === 0 ? null : (read(metric, want.holder) ?? 0) / workdays,
  }))
}
