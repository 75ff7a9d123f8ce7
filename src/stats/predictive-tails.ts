// How unusual this week is for a series of its own: tails of the predictive law around the own level, the error of the parameters included.

import { betaCdf, lnBeta, lnGamma } from './special-functions.ts'

/** Chance of so little or less, and of so much or more. `expected` = what the law expects. */
export type Tails = { low: number; high: number; expected: number }

/** Events of a week and what they are proportional to: working days, season; 0 = nothing could happen. */
export type CountWeek = { count: number; exposure: number }
/** Hits of n cases of a week. */
export type ShareWeek = { hits: number; n: number }

const WEEKS_LEAST = 8
/** Strengths tried: of the spread of counts between weeks, and of rates between weeks, in cases. */
const STRENGTHS = Array.from({ length: 25 }, (_, i) => 2 * 1.45 ** i)

/** Weights from log-likelihoods. A flat prior over the logarithm of the strength. */
function weightsOf(logs: readonly number[]): number[] {
  const most = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - most))
  const sum = weights.reduce((all, w) => all + w, 0)
  return weights.map((w) => w / sum)
}

/**
 * Tails of the count of the weeks of `now` together under a negative binomial law with the exposure known: mixed over the strengths by
 * their likelihood, the variance of each grown by the error of the level. Null with fewer than 8 weeks, or where nothing ever happened
 * or could happen.
 * Negative binomial prediction as Salmon, Schumacher and Höhle 2016, Journal of Statistical Software 70(10), sect. 3 (Farrington flexible).
 */
export function tailsOfCount(past: readonly CountWeek[], now: readonly CountWeek[]): Tails | null {
  const seen = now.reduce((sum, { count }) => sum + count, 0)
  const asked = now.reduce((sum, { exposure }) => sum + exposure, 0)
  const squared = now.reduce((sum, { exposure }) => sum + exposure ** 2, 0)
  const weeks = past.filter(({ exposure }) => exposure > 0)
  const [events, exposure] = [weeks.reduce((sum, w) => sum + w.count, 0), weeks.reduce((sum, w) => sum + w.exposure, 0)]
  if (weeks.length < WEEKS_LEAST || !(asked > 0) || events === 0) return null
  const laws = STRENGTHS.map((k) => {
    const level = levelOf(weeks, k, events / exposure)
    const log = weeks.reduce((sum, { count, exposure: x }) => {
      const mean = level * x
      return sum + lnGamma(k + count) - lnGamma(k) - lnGamma(count + 1) + k * Math.log(k / (k + mean)) + count * Math.log(mean / (k + mean))
    }, 0)
    const information = weeks.reduce((sum, { exposure: x }) => sum + (x * x) / (level * x + (level * x) ** 2 / k), 0)
    const mean = level * asked
    // Variance mean + Σ mean² / k of each week, and that of the estimated mean on top.
    return { log, mean, strength: 1 / (squared / asked ** 2 / k + asked ** 2 / information / mean ** 2) }
  })
  const weights = weightsOf(laws.map(({ log }) => log))
  const cdf = (y: number) =>
    y < 0 ? 0 : laws.reduce((sum, { mean, strength }, i) => sum + weights[i]! * betaCdf(strength / (strength + mean), strength, y + 1), 0)
  return { low: cdf(seen), high: 1 - cdf(seen - 1), expected: laws.reduce((sum, { mean }, i) => sum + weights[i]! * mean, 0) }
}

/** The likeliest level at a strength; each week counts by how much it tells. */
function levelOf(weeks: readonly CountWeek[], k: number, start: number): number {
  let level = start
  for (let step = 0; step < 8; step++) {
    const [top, bottom] = weeks.reduce(
      ([a, b], { count, exposure: x }) => {
        const weight = 1 / (1 + (level * x) / k)
        return [a + weight * count, b + weight * x]
      },
      [0, 0],
    )
    level = top / bottom
  }
  return level
}

/**
 * The same for hits of n cases under a beta-binomial law, each week with a rate of its own. Null with fewer than 8 weeks with cases,
 * without cases now, or where no hit or no miss was ever seen. Skellam 1948, JRSS B 10:257-261; prediction as above.
 */
export function tailsOfShare(past: readonly ShareWeek[], now: readonly ShareWeek[]): Tails | null {
  const seen = { hits: now.reduce((sum, week) => sum + week.hits, 0), n: now.reduce((sum, week) => sum + week.n, 0) }
  const together = now.reduce((sum, { n }) => sum + n * (n - 1), 0)
  const weeks = past.filter(({ n }) => n > 0)
  const [hits, cases] = [weeks.reduce((sum, w) => sum + w.hits, 0), weeks.reduce((sum, w) => sum + w.n, 0)]
  if (weeks.length < WEEKS_LEAST || !(seen.n > 0) || hits === 0 || hits === cases) return null
  const laws = STRENGTHS.map((strength) => {
    const rho = 1 / (strength + 1)
    const told = weeks.map(({ hits: h, n }) => ({ h, n, weight: 1 / (1 + (n - 1) * rho) }))
    const p = told.reduce((sum, { h, weight }) => sum + h * weight, 0) / told.reduce((sum, { n, weight }) => sum + n * weight, 0)
    const [a, b] = [p * strength, (1 - p) * strength]
    const log = weeks.reduce((sum, { hits: h, n }) => sum + lnBeta(a + h, b + n - h) - lnBeta(a, b), 0)
    const error = (p * (1 - p)) / told.reduce((sum, { n, weight }) => sum + n * weight, 0)
    // n (n - 1) × this is what the variance has beyond that of single cases.
    const grown = seen.n > 1 ? (rho * together + (seen.n ** 2 * error) / (p * (1 - p))) / (seen.n * (seen.n - 1)) : rho
    return { log, p, strength: 1 / Math.min(0.999, grown) - 1 }
  })
  const weights = weightsOf(laws.map(({ log }) => log))
  const mixed = laws.reduce(
    (sum, { p, strength }, i) => {
      if (weights[i]! < 1e-9) return sum
      const { low, high } = betaBinomialTails(seen, p * strength, (1 - p) * strength)
      return { low: sum.low + weights[i]! * low, high: sum.high + weights[i]! * high }
    },
    { low: 0, high: 0 },
  )
  return { ...mixed, expected: seen.n * laws.reduce((sum, { p }, i) => sum + weights[i]! * p, 0) }
}

/** Chances of at most and at least so many hits, from the likeliest number outward, so that no term is lost. */
function betaBinomialTails({ hits, n }: ShareWeek, a: number, b: number): { low: number; high: number } {
  const size = Math.round(n)
  const at = Math.min(size, Math.max(0, Math.round(hits)))
  const logs = new Float64Array(size + 1)
  logs[0] = lnBeta(a, b + size) - lnBeta(a, b)
  for (let k = 0; k < size; k++) logs[k + 1] = logs[k]! + Math.log(((size - k) * (a + k)) / ((k + 1) * (b + size - k - 1)))
  let [low, high] = [0, 0]
  logs.forEach((log, k) => {
    const chance = Math.exp(log)
    if (k <= at) low += chance
    if (k >= at) high += chance
  })
  return { low: Math.min(1, low), high: Math.min(1, high) }
}
