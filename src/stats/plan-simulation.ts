// Will the plan be met: seeded runs of what the open deals and the deals to come will still bring in the period.

import { type Estimate, noValue } from './estimate.ts'
import { type LargePlan, simulateLarge } from './large-plan.ts'
import { wilson } from './proportion.ts'
import {
  type Ahead,
  ageOfEvent,
  aheadOf,
  type History,
  resampleIncidence,
  type SampledCurve,
  sortHistory,
  type View,
  viewOf,
} from './resampled-incidence.ts'
import { type SeededRandom, seededRandom } from './seeded-random.ts'

/** An open deal: its stage, days in it, its amount (null = unpriced). */
export type OpenDeal = { stage: string; age: number; amount: number | null }

/** One resample of the company's past: what becomes of a deal from entering a stage, and from its creation. */
export type ResampledPast = { stages: ReadonlyMap<string, SampledCurve>; creation: SampledCurve }

/** What if: so many times the chances, the amounts still open, the deals to come. */
export type Boost = { chance: number; amount: number; arrivals: number }

export type PlanQuestion = {
  actual: number
  target: number
  /** Clock days to the end of the period; the bands are read at `bandDays` (from now, ascending) and at the end. */
  daysLeft: number
  bandDays: readonly number[]
  /** What a sale adds: its amount, or one. */
  adds: 'amount' | 'one'
  open: readonly OpenDeal[]
  pasts: readonly ResampledPast[]
  /** Deals created lately, in how many working days; days from now of the working days left. */
  created: { count: number; workdays: number; workdaysAhead: readonly number[] }
  /** Won amounts of the last 365 days. */
  wonAmounts: readonly number[]
  closedDeals: number
  /** For cash: days from sale to payment of own past sales, and the sales not paid yet; null where the sale itself counts. */
  payments: { lags: readonly number[]; unpaid: readonly { amount: number; age: number }[] } | null
  boost?: Boost
}

export type PlanBand = { day: number; p10: number; p50: number; p90: number }

export type PlanForecast = {
  /** Chance of reaching the target, with Wilson's interval of the runs; null (too_few) under 30 closed deals. */
  probability: Estimate
  bands: PlanBand[]
  /** The band at the end of the period. */
  end: PlanBand | null
  runs: number
}

const RUNS = 10_000
/** Runs share a resample of the past: 200 resamples say how sure the past is, 50 runs each say what chance adds. */
export const PASTS = 200
const CLOSED_LEAST = 30
/** From so many deals on a run is drawn as a whole by the central limit theorem, not deal by deal. */
const LARGE = 200

const NOBODY: History = { exit: [], outcome: [] }
export const PLAIN: Boost = { chance: 1, amount: 1, arrivals: 1 }

/**
 * The company's past, resampled once for all its plans.
 * Efron and Tibshirani 1993, ch. 6 (parameter error by the bootstrap).
 */
export function resamplePasts(
  past: { stages: ReadonlyMap<string, History>; creation: History },
  seed: number,
  count = PASTS,
): ResampledPast[] {
  const random = seededRandom(seed)
  const stages = [...past.stages].map(([stage, history]) => [stage, sortHistory(history)] as const)
  const creation = sortHistory(past.creation)
  return Array.from({ length: count }, () => ({
    stages: new Map(stages.map(([stage, history]) => [stage, resampleIncidence(history, random)])),
    creation: resampleIncidence(creation, random),
  }))
}

type Past = {
  /** Of each open deal. */
  chances: Float64Array
  curves: SampledCurve[]
  aheads: Ahead[]
  creation: SampledCurve
  aheadByDay: Ahead[]
  amounts: Float64Array
}

const unknownStage = resampleIncidence(sortHistory(NOBODY), seededRandom(1))

type Views = { open: View[]; byDay: View[] }

/** Resamples of a history have their cases at the same times, so places are looked up in the first alone. */
function viewsOf({ open, created, daysLeft, pasts }: PlanQuestion): Views {
  const { stages, creation } = pasts[0]!
  return {
    open: open.map(({ stage, age }) => viewOf(stages.get(stage) ?? unknownStage, age, daysLeft)),
    byDay: created.workdaysAhead.map((day) => viewOf(creation, 0, daysLeft - day)),
  }
}

/** The open deals looked up in one resample, and the won amounts drawn again. */
function openPast(question: PlanQuestion, views: Views, { stages, creation }: ResampledPast, random: SeededRandom): Past {
  const { open, wonAmounts } = question
  const amounts = new Float64Array(wonAmounts.length)
  for (let i = 0; i < amounts.length; i++) amounts[i] = wonAmounts[random.below(amounts.length)]!
  const curves = open.map(({ stage }) => stages.get(stage) ?? unknownStage)
  const aheads = views.open.map((view, i) => aheadOf(curves[i]!, view))
  return {
    chances: Float64Array.from(aheads, ({ chance }) => chance),
    curves,
    aheads,
    creation,
    aheadByDay: views.byDay.map((view) => aheadOf(creation, view)),
    amounts,
  }
}

/** Adds one run's sales to `landed`, the sums by band. */
function runOnce(
  question: PlanQuestion,
  past: Past,
  lags: Float64Array,
  random: SeededRandom,
  land: (day: number, sum: number) => void,
): void {
  const { adds, payments, created, boost = PLAIN } = question
  const amountOf = (amount: number | null) => {
    if (adds === 'one') return 1
    return boost.amount * (amount ?? (past.amounts.length === 0 ? 0 : past.amounts[random.below(past.amounts.length)]!))
  }
  const sell = (day: number, amount: number | null) => {
    if (payments === null) land(day, amountOf(amount))
    else if (lags.length > 0) land(day + lags[random.below(lags.length)]!, amountOf(amount))
  }
  const { chances, curves, aheads } = past
  const { uniform } = random
  for (let i = 0; i < chances.length; i++) {
    // Most deals are not sold: they are spared the division.
    const drawn = uniform()
    if (!(drawn < chances[i]! * boost.chance)) continue
    const { age, amount } = question.open[i]!
    sell(ageOfEvent(curves[i]!, aheads[i]!, drawn / boost.chance) - age, amount)
  }
  const days = created.workdaysAhead
  // The rate per working day after `count` deals under Jeffreys' prior of a Poisson rate.
  const rate = days.length === 0 || !(created.workdays > 0) ? 0 : random.gamma(created.count + 0.5) / created.workdays
  const arrivals = random.poisson(rate * days.length * boost.arrivals)
  for (let i = 0; i < arrivals; i++) {
    const chosen = random.below(days.length)
    const u = random.uniform() / boost.chance
    const ahead = past.aheadByDay[chosen]!
    if (u < ahead.chance) sell(days[chosen]! + ageOfEvent(past.creation, ahead, u), null)
  }
  for (const { amount, age } of payments?.unpaid ?? []) {
    const first = lags.findIndex((lag) => lag > age)
    if (first >= 0) land(lags[first + random.below(lags.length - first)]! - age, adds === 'one' ? 1 : amount)
  }
}

/** 10th, 50th and 90th percentiles of each band over the runs. */
function bandsOf(days: readonly number[], results: readonly Float64Array[]): PlanBand[] {
  return days.map((day, band) => {
    const sorted = results[band]!.toSorted()
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!
    return { day, p10: at(0.1), p50: at(0.5), p90: at(0.9) }
  })
}

const isLarge = ({ open, created }: PlanQuestion): boolean =>
  open.length + (created.workdays > 0 ? (created.count / created.workdays) * created.workdaysAhead.length : 0) > LARGE

/** Deal by deal: the sums at each band, by run. */
function simulateSmall(question: PlanQuestion, days: readonly number[], runs: number, random: SeededRandom): Float64Array[] {
  const results = days.map(() => new Float64Array(runs))
  const lags = Float64Array.from(question.payments?.lags ?? []).sort()
  const each = runs / question.pasts.length
  const views = viewsOf(question)
  let past = openPast(question, views, question.pasts[0]!, random)
  for (let run = 0; run < runs; run++) {
    if (run > 0 && run % each === 0) past = openPast(question, views, question.pasts[run / each]!, random)
    runOnce(question, past, lags, random, (day, sum) => {
      const band = days.findIndex((end) => day <= end)
      if (band >= 0) results[band]![run]! += sum
    })
    let total = question.actual
    for (const result of results) {
      total += result[run]!
      result[run] = total
    }
  }
  return results
}

/** Runs that a forecast from so many closed deals rests on; 0 = they are too few. */
export const runsWith = (closedDeals: number): number => (closedDeals < CLOSED_LEAST ? 0 : RUNS)

/**
 * 10,000 seeded runs (`runs` is a multiple of the resamples): actual + open deals by the Aalen-Johansen curve of their stage at their age + new deals, a Poisson count per
 * working day that win by the curve from creation; per run the rate is a gamma draw and the past a resample.
 * Monte Carlo forecast with parameter error: Gelman and Hill 2007, ch. 7; Efron and Tibshirani 1993, ch. 6.
 */
export function simulatePlan(question: PlanQuestion, seed: number, runs = RUNS): PlanForecast {
  if (runsWith(question.closedDeals) === 0) return { probability: noValue('too_few'), bands: [], end: null, runs: 0 }
  const random = seededRandom(seed)
  const days = [...question.bandDays.filter((day) => day < question.daysLeft), question.daysLeft]
  const large: LargePlan = { ...question, days, runs, boost: question.boost ?? PLAIN }
  const results = isLarge(question) ? simulateLarge(large, random) : simulateSmall(question, days, runs, random)
  const bands = bandsOf(days, results)
  const reached = results.at(-1)!.reduce((count, total) => count + (total >= question.target ? 1 : 0), 0)
  return { probability: wilson(reached, runs), bands, end: bands.at(-1)!, runs }
}
