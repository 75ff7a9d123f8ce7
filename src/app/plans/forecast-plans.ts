// The chance of a plan: what stands in the warehouse becomes a question to the simulation. What the company's past says is read and
// resampled once for all plans asked together.
import { Temporal } from 'temporal-polyfill'
import { aimOf, type GoalFacts } from '../../kpi/plans/attainment.ts'
import { daysWorked, localDay, startOf } from '../../kpi/plans/workdays.ts'
import { noValue } from '../../stats/estimate.ts'
import {
  type Boost,
  PLAIN,
  type PlanForecast,
  type PlanQuestion,
  type ResampledPast,
  resamplePasts,
  runsWith,
  simulatePlan,
} from '../../stats/plan-simulation.ts'
import type { History } from '../../stats/resampled-incidence.ts'
import {
  countClosedDeals,
  findPaymentEvidence,
  findPlanEvidence,
  type PaymentEvidence,
  type PlanEvidence,
  type StayCount,
} from '../../warehouse/find-plan-evidence.ts'
import { findWorkedDays, listTeamMembers, type TeamMember } from '../../warehouse/find-plans.ts'
import type { Holder } from './load-plans.ts'
import type { GoalContext, Want } from './measure-goals.ts'
import { workdayOf } from './workday-of.ts'

export const SEED = 1
/** Metrics whose sales can be simulated, and what a sale adds to each. */
const simulated: Readonly<Record<string, { adds: 'amount' | 'one'; onlyNew: boolean; isCash: boolean }>> = {
  revenue: { adds: 'amount', onlyNew: false, isCash: false },
  won_deals: { adds: 'one', onlyNew: false, isCash: false },
  new_customers: { adds: 'one', onlyNew: true, isCash: false },
  cash_received: { adds: 'amount', onlyNew: false, isCash: true },
}
export const canForecast = (metric: string): boolean => Object.hasOwn(simulated, metric)

const RATE_DAYS = 91
const DAY_MS = 86_400_000
/** A holder's own amounts speak for what its sales bring from so many on. */
const OWN_AMOUNTS = 30
const BANDS_MAX = 12
const RESAMPLES = 100
/** Enough to tell which change helps most. */
const LEVER_RUNS = 2000
const nothing: PlanForecast = { probability: noValue('too_few'), bands: [], end: null, runs: 0 }

type DatedBand = { day: string; p10: number; p50: number; p90: number }
export type Forecast = Pick<PlanForecast, 'probability' | 'end' | 'runs'> & {
  bands: DatedBand[]
  lever: (boost: Partial<Boost>, moreDays?: number) => number | null
}
const none: Forecast = { ...nothing, bands: [], lever: () => null }

type Past = { evidence: PlanEvidence; resampled: ResampledPast[]; payments: PaymentEvidence | null }

/**
 * Forecasts of goals, in their order; nothing where the metric is none of sales or the period is over. `isCounted`: only the runs each
 * would rest on are read.
 */
export async function forecastGoals(
  context: GoalContext,
  goals: readonly { want: Want; facts: GoalFacts }[],
  isCounted = false,
): Promise<Forecast[]> {
  const { house, rules } = context
  const asked = goals.map(({ want, facts }) => canForecast(want.goal.metric) && aimOf(facts) !== null && facts.actual.value !== null)
  if (!asked.some(Boolean)) return goals.map(() => none)
  if (isCounted) return Promise.all(goals.map(async (goal, i) => (asked[i] ? { ...none, runs: await runsOf(context, goal) } : none)))
  const members = await listTeamMembers(house.warehouse, rules.workspace.num, goals[0]!.want.moment.asOf)
  const pasts = new Map<string, Promise<Past>>()
  const pastOf = (want: Want) => {
    const { onlyNew, isCash } = simulated[want.goal.metric]!
    const key = `${want.moment.asOf} ${onlyNew} ${isCash}`
    const known = pasts.get(key) ?? readPast(context, { ws: rules.workspace.num, asOf: want.moment.asOf, onlyNew }, isCash)
    pasts.set(key, known)
    return known
  }
  const wants = goals.filter((_, i) => asked[i]).map(({ want }) => want)
  // All that is read is asked for at once, before the first simulation keeps the page waiting.
  const [worked] = await Promise.all([workedDays(context, wants), ...wants.map(pastOf)])
  const forecasts: Forecast[] = []
  for (const [i, { want, facts }] of goals.entries())
    forecasts.push(asked[i] ? forecast(context, want, facts, await pastOf(want), { members, worked }) : none)
  return forecasts
}

async function runsOf({ house, rules }: GoalContext, { want: { goal, moment } }: { want: Want }): Promise<number> {
  const { onlyNew } = simulated[goal.metric]!
  return runsWith(await countClosedDeals(house.warehouse, { ws: rules.workspace.num, asOf: moment.asOf, onlyNew }))
}

async function readPast({ house }: GoalContext, ask: { ws: number; asOf: string; onlyNew: boolean }, isCash: boolean): Promise<Past> {
  const [evidence, payments] = await Promise.all([
    findPlanEvidence(house.warehouse, ask),
    isCash ? findPaymentEvidence(house.warehouse, ask) : null,
  ])
  const byStage = Map.groupBy(evidence.stays, ({ stage }) => stage)
  const stages = new Map([...byStage].map(([stage, rows]) => [stage, historyOf(rows)]))
  return { evidence, payments, resampled: resamplePasts({ stages, creation: historyOf(evidence.creation) }, SEED, RESAMPLES) }
}

function historyOf(rows: readonly Omit<StayCount, 'stage'>[]): History {
  const parts = rows.flatMap(({ days, won, lost, open }) => [
    { exit: days, outcome: 1, weight: Number(won) },
    { exit: days, outcome: 2, weight: Number(lost) },
    { exit: days, outcome: 0, weight: Number(open) },
  ])
  const told = parts.filter(({ weight }) => weight > 0)
  return { exit: told.map(({ exit }) => exit), outcome: told.map(({ outcome }) => outcome), weight: told.map(({ weight }) => weight) }
}

type People = { members: readonly TeamMember[]; worked: ReadonlyMap<string, readonly string[]> }

/** Days of people's work from the start of the rate's window to the end of the plans. */
async function workedDays({ house, rules }: GoalContext, wants: readonly Want[]): Promise<Map<string, readonly string[]>> {
  const people = wants.flatMap(({ holder }) => (holder.kind === 'person' ? [holder.key] : []))
  const from = wants.map(({ moment }) => windowOf(moment.today)).sort()[0]!
  const to = wants
    .map(({ goal }) => goal.to)
    .sort()
    .at(-1)!
  return findWorkedDays(house.warehouse, rules.workspace.num, [...new Set(people)], { from, to })
}

const windowOf = (today: string) => Temporal.PlainDate.from(today).subtract({ days: RATE_DAYS }).toString()

/** Is a deal of this person one of the holder's. */
function belongs({ kind, key }: Holder, members: readonly TeamMember[]): (person: string) => boolean {
  if (kind === 'company') return () => true
  if (kind === 'person') return (person) => person === key
  const inside = new Set(members.filter(({ teams }) => teams.includes(key)).map(({ person }) => person))
  return (person) => inside.has(person)
}

function forecast(context: GoalContext, want: Want, facts: GoalFacts, past: Past, people: People): Forecast {
  const { rules } = context
  const { goal, moment, holder } = want
  const { timezone } = rules.zone
  const now = Date.parse(moment.asOf)
  const daysFromNow = (day: string) => (Date.parse(startOf(day, timezone)) - now) / DAY_MS
  const { holders = [holder] } = want
  const belonging = holders.map((one) => belongs(one, people.members))
  const isOurs = (person: string) => belonging.some((is) => is(person))
  const days =
    (holders.length > 1 ? undefined : people.worked.get(holder.key)) ??
    daysWorked(workdayOf(rules, want.teamId), { from: windowOf(moment.today), to: goal.to })
  const ahead = days.filter((day) => day >= moment.today && day >= goal.from && day < goal.to).map((day) => Math.max(0, daysFromNow(day)))
  const { evidence, payments } = past
  const { adds } = simulated[goal.metric]!
  const ends = bandDays(moment.today, goal)
  const question: PlanQuestion = {
    actual: facts.actual.value!,
    target: aimOf(facts)!,
    daysLeft: Math.max(0, daysFromNow(goal.to)),
    bandDays: ends.map((day) => daysFromNow(day)),
    adds,
    open: evidence.open.filter(({ owner }) => isOurs(owner)),
    pasts: past.resampled,
    created: {
      count: evidence.created.filter(({ person }) => isOurs(person)).reduce((sum, { all }) => sum + Number(all), 0),
      workdays: days.filter((day) => day >= windowOf(moment.today) && day < moment.today).length,
      workdaysAhead: ahead,
    },
    wonAmounts: amountsOf(evidence, isOurs, holder),
    closedDeals: evidence.closedDeals,
    payments: payments === null ? null : { lags: payments.lags, unpaid: payments.unpaid.filter(({ person }) => isOurs(person)) },
  }
  const { probability, bands, end, runs } = simulatePlan(question, SEED)
  const lever = (boost: Partial<Boost>, moreDays = 0) => {
    const arrivals = (boost.arrivals ?? 1) * (ahead.length > 0 ? (ahead.length + moreDays) / ahead.length : 1)
    return simulatePlan({ ...question, bandDays: [], boost: { ...PLAIN, ...boost, arrivals } }, SEED, LEVER_RUNS).probability.value
  }
  const dayOf = (day: number) => localDay(new Date(now + day * DAY_MS - 1).toISOString(), timezone)
  return { probability, end, runs, bands: bands.map((band) => ({ ...band, day: dayOf(band.day) })), lever }
}

/** Days at whose start a band is read: a week apart, fewer in a long plan. */
function bandDays(today: string, { from, to }: { from: string; to: string }): string[] {
  const first = Temporal.PlainDate.from(today > from ? today : from)
  const length = first.until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days
  const step = Math.max(length <= BANDS_MAX ? 1 : 7, Math.ceil(length / BANDS_MAX))
  const days: string[] = []
  for (let day = first.add({ days: step }); day.toString() < to; day = day.add({ days: step })) days.push(day.toString())
  return days
}

function amountsOf({ won }: PlanEvidence, isOurs: (person: string) => boolean, { kind }: Holder): readonly number[] {
  const company = won.find(({ person }) => person === '')?.amounts ?? []
  if (kind === 'company') return company
  const own = won.filter(({ person }) => person !== '' && isOurs(person)).flatMap(({ amounts }) => amounts)
  return own.length >= OWN_AMOUNTS ? own : company
}
