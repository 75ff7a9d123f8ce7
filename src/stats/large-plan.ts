// Runs of a plan with very many deals: what they bring together is drawn as one normal sum of the right mean and variance, given the
// resample of the past and the draw of the rate. With hundreds of deals the difference to drawing each is not seen.

import { chanceBetween, lastCaseBy, type SampledCurve } from './resampled-incidence.ts'
import type { SeededRandom } from './seeded-random.ts'

export type LargePlan = {
  actual: number
  /** Ends of the bands, days from now. */
  days: readonly number[]
  runs: number
  adds: 'amount' | 'one'
  open: readonly { stage: string; age: number; amount: number | null }[]
  pasts: readonly { stages: ReadonlyMap<string, SampledCurve>; creation: SampledCurve }[]
  created: { count: number; workdays: number; workdaysAhead: readonly number[] }
  wonAmounts: readonly number[]
  payments: { lags: readonly number[]; unpaid: readonly { amount: number; age: number }[] } | null
  boost: { chance: number; amount: number; arrivals: number }
}

/** Open deals that stand alike. */
type Cell = { stage: string; age: number; sum: number; squares: number; unpriced: number }
type Moments = { mean: number; variance: number }

/** Lags are few values of equal weight here. */
const LAGS = 8

function cellsOf({ open, adds, boost }: LargePlan): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { stage, age, amount } of open) {
    const at = age < 30 ? Math.floor(age * 2) / 2 : Math.floor(age)
    const key = `${stage} ${at}`
    const cell = cells.get(key) ?? { stage, age: at, sum: 0, squares: 0, unpriced: 0 }
    cells.set(key, cell)
    const value = adds === 'one' ? 1 : amount === null ? null : amount * boost.amount
    if (value === null) cell.unpriced++
    else {
      cell.sum += value
      cell.squares += value * value
    }
  }
  return [...cells.values()]
}

function fewLags({ payments }: LargePlan): readonly number[] {
  if (payments === null) return [0]
  const sorted = payments.lags.toSorted((a, b) => a - b)
  if (sorted.length <= LAGS) return sorted
  return Array.from({ length: LAGS }, (_, i) => sorted[Math.floor(((i + 0.5) / LAGS) * sorted.length)]!)
}

/** First and second moment of what a sale without an amount brings. */
function amountMoments({ adds, wonAmounts, boost }: LargePlan): { first: number; second: number } {
  if (adds === 'one') return { first: 1, second: 1 }
  const n = Math.max(1, wonAmounts.length)
  const first = wonAmounts.reduce((sum, amount) => sum + amount, 0) / n
  const second = wonAmounts.reduce((sum, amount) => sum + amount * amount, 0) / n
  return { first: first * boost.amount, second: second * boost.amount ** 2 }
}

/** What sales not paid yet bring by the end of each band. */
function unpaidMoments({ payments, days, adds }: LargePlan): Moments[] {
  const lags = payments?.lags.toSorted((a, b) => a - b) ?? []
  const upTo = (limit: number) => lags.findLastIndex((lag) => lag <= limit) + 1
  return days.map((day) => {
    const moments = { mean: 0, variance: 0 }
    for (const { amount, age } of payments?.unpaid ?? []) {
      const before = upTo(age)
      const q = before >= lags.length ? 0 : (upTo(age + day) - before) / (lags.length - before)
      const value = adds === 'one' ? 1 : amount
      moments.mean += q * value
      moments.variance += q * (1 - q) * value * value
    }
    return moments
  })
}

/** Where a curve is read: the last case by an age, and for each lag the last one by the end of what is left after it. */
type Reach = { at: number; ends: readonly number[] }

const reachOf = (curve: SampledCurve, age: number, left: number, lags: readonly number[]): Reach => ({
  at: lastCaseBy(curve, age),
  ends: lags.filter((lag) => left >= lag).map((lag) => lastCaseBy(curve, age + (left - lag))),
})

function sumOfChances(curve: SampledCurve, { at, ends }: Reach): number {
  let sum = 0
  for (const end of ends) sum += chanceBetween(curve, at, end)
  return sum
}

/** The sums at each band, by run. */
export function simulateLarge(plan: LargePlan, random: SeededRandom): Float64Array[] {
  const { days, runs, pasts, created, boost } = plan
  const results = days.map(() => new Float64Array(runs))
  const lags = fewLags(plan)
  const amount = amountMoments(plan)
  const unpaid = unpaidMoments(plan)
  const each = runs / pasts.length
  const canArrive = created.workdays > 0 && created.workdaysAhead.length > 0
  const chanceOf = (curve: SampledCurve, reach: Reach) =>
    Math.min(1, (boost.chance * sumOfChances(curve, reach)) / Math.max(1, lags.length))
  // Resamples of a history have their cases at the same times, so places are looked up in the first alone.
  const cells = cellsOf(plan).map((cell) => {
    const curve = pasts[0]?.stages.get(cell.stage)
    return { ...cell, reaches: curve === undefined ? null : days.map((day) => reachOf(curve, cell.age, day, lags)) }
  })
  const fresh = days.map((day) =>
    created.workdaysAhead.filter((ahead) => day >= ahead).map((ahead) => reachOf(pasts[0]!.creation, 0, day - ahead, lags)),
  )
  for (const [no, past] of pasts.entries()) {
    const open = days.map((_, band): Moments => {
      const moments = { ...unpaid[band]! }
      for (const { stage, reaches, sum, squares, unpriced } of cells) {
        const q = reaches === null ? 0 : chanceOf(past.stages.get(stage)!, reaches[band]!)
        moments.mean += q * (sum + unpriced * amount.first)
        moments.variance += (q - q * q) * squares + unpriced * (q * amount.second - (q * amount.first) ** 2)
      }
      return moments
    })
    const perRate = fresh.map((reaches) => reaches.reduce((sum, reach) => sum + chanceOf(past.creation, reach), 0))
    for (let run = no * each; run < (no + 1) * each; run++) {
      const rate = canArrive ? (boost.arrivals * random.gamma(created.count + 0.5)) / created.workdays : 0
      const z = random.normal()
      for (const [band, result] of results.entries()) {
        const sales = rate * perRate[band]!
        const { mean, variance } = open[band]!
        result[run] = plan.actual + Math.max(0, mean + sales * amount.first + z * Math.sqrt(variance + sales * amount.second))
      }
    }
  }
  return results
}
