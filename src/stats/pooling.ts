// Partial pooling of people's rates: what a few cases say, drawn towards what all people's cases say.

import { clamp, type Estimate } from './estimate.ts'
import { wilson } from './proportion.ts'
import { betaQuantile, digamma, lnBeta, TAIL95, Z95 } from './special-functions.ts'

/** k hits of n cases of one person (real numbers: split credit, effective n); `expected` = their own expected rate E / n, if known. */
export type PersonRate = { k: number; n: number; expected?: number | null }

/** Beta prior: mean and strength M = alpha + beta in cases. `mixAdjusted`: each person's mean is their own expected rate. */
export type Prior = { mean: number; strength: number; mixAdjusted: boolean }

/** `mean`, `low`, `high` of the posterior; its shapes for draws; the own raw share; whether it stands apart from its prior. */
export type PooledRate = {
  mean: number
  low: number
  high: number
  alpha: number
  beta: number
  priorMean: number
  raw: Estimate
  apart: boolean
  /** Least number of further cases at the own rate after which it would stand apart; null above 100,000. */
  needed: number | null
}

const STRENGTH_LEAST = 0.01
const STRENGTH_MOST = 10_000
const PEOPLE_LEAST = 3
const MIX_SPREAD = 0.05
const NEEDED_MOST = 100_000

/** Log-likelihood of the beta-binomial without its constants. Skellam 1948, JRSS B 10:257-261. */
function logLikelihood(people: readonly PersonRate[], strength: number, mean: (person: PersonRate) => number): number {
  let sum = 0
  for (const person of people) {
    const alpha = mean(person) * strength
    const beta = strength - alpha
    sum += lnBeta(alpha + person.k, beta + person.n - person.k) - lnBeta(alpha, beta)
  }
  return sum
}

/** The mean that is likeliest at a strength: the score falls in the mean, so its zero is found by halving. */
function likeliestMean(people: readonly PersonRate[], strength: number): number {
  let [low, high] = [1e-9, 1 - 1e-9]
  for (let step = 0; step < 60 && high - low > 1e-13; step++) {
    const mean = (low + high) / 2
    const [alpha, beta] = [mean * strength, (1 - mean) * strength]
    let score = 0
    for (const { k, n } of people) {
      if (k > 0) score += digamma(alpha + k) - digamma(alpha)
      if (n > k) score -= digamma(beta + n - k) - digamma(beta)
    }
    if (score > 0) low = mean
    else high = mean
  }
  return (low + high) / 2
}

/** The ln(strength) with the greatest profile: a grid against several peaks, then golden section. Kiefer 1953, Proc. AMS 4:502-506. */
function likeliestStrength(profile: (strength: number) => number): number {
  const [least, most] = [Math.log(STRENGTH_LEAST), Math.log(STRENGTH_MOST)]
  const grid = Array.from({ length: 29 }, (_, i) => least + ((most - least) * i) / 28)
  const heights = grid.map((x) => profile(Math.exp(x)))
  const top = heights.indexOf(Math.max(...heights))
  let [low, high] = [grid[Math.max(0, top - 1)]!, grid[Math.min(28, top + 1)]!]
  const golden = (Math.sqrt(5) - 1) / 2
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)]
  let [atLeft, atRight] = [profile(Math.exp(left)), profile(Math.exp(right))]
  for (let step = 0; step < 30; step++) {
    if (atLeft >= atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - golden * (high - low)
      atLeft = profile(Math.exp(left))
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + golden * (high - low)
      atRight = profile(Math.exp(right))
    }
  }
  const best = Math.exp((low + high) / 2)
  return profile(STRENGTH_MOST) >= profile(best) ? STRENGTH_MOST : best
}

/** Do the people's expected rates differ by more than 5 points? All of them must be known. */
function isMixUneven(people: readonly PersonRate[]): boolean {
  const expected = people.map((person) => person.expected ?? null)
  if (expected.length === 0 || expected.some((e) => e === null)) return false
  const rates = expected as number[]
  return Math.max(...rates) - Math.min(...rates) > MIX_SPREAD
}

const inside = (mean: number): number => clamp(mean, 1e-6, 1 - 1e-6)

/**
 * The prior of people's rates by maximum likelihood over all with n >= 1, strength at most 10,000; where the expected rates spread by
 * more than 5 points every prior mean is the own one and only the strength is fitted. Null (not pooled) with fewer than 3 people, or
 * when no hit or no miss was seen at all: then nothing tells a spread.
 * Beta-binomial empirical Bayes: Robbins 1956; Griffin and Krutchkoff 1971, JRSS B; Casella 1985, The American Statistician 39:83-87.
 */
export function fitPrior(people: readonly PersonRate[]): Prior | null {
  const seen = people.filter((person) => person.n >= 1)
  const [k, n] = [seen.reduce((sum, p) => sum + p.k, 0), seen.reduce((sum, p) => sum + p.n, 0)]
  if (seen.length < PEOPLE_LEAST || k <= 0 || k >= n) return null
  if (isMixUneven(seen)) {
    const own = (person: PersonRate) => inside(person.expected!)
    return { mean: k / n, strength: likeliestStrength((m) => logLikelihood(seen, m, own)), mixAdjusted: true }
  }
  const profile = (m: number) => {
    const mean = likeliestMean(seen, m)
    return logLikelihood(seen, m, () => mean)
  }
  const strength = likeliestStrength(profile)
  return { mean: likeliestMean(seen, strength), strength, mixAdjusted: false }
}

/** The likeliest strength of a prior with a known mean; the greatest where no hit or no miss was seen. */
export function fitStrength(rates: readonly PersonRate[], mean: number): number {
  if (!(mean > 0 && mean < 1)) return STRENGTH_MOST
  return likeliestStrength((strength) => logLikelihood(rates, strength, () => mean))
}

/** Further cases at the share k / n until Wilson's interval leaves the mean out: the score test at n + m cases, inverted. */
function casesNeeded(k: number, n: number, mean: number): number | null {
  const gap = k / n - mean
  if (gap === 0) return null
  const more = Math.max(0, Math.floor((Z95 * Z95 * mean * (1 - mean)) / (gap * gap) - n))
  const needed = isApart(k, n, mean, more) ? more : more + 1
  return needed > NEEDED_MOST ? null : needed
}

function isApart(k: number, n: number, mean: number, more = 0): boolean {
  const { low, high } = wilson((k / n) * (n + more), n + more)
  return low !== null && high !== null && (mean < low || mean > high)
}

/** Shapes of the posterior alone, for draws. */
export function posteriorOf(person: PersonRate, prior: Prior): { alpha: number; beta: number; priorMean: number } {
  const priorMean = prior.mixAdjusted && person.expected != null ? inside(person.expected) : prior.mean
  return {
    alpha: priorMean * prior.strength + person.k,
    beta: (1 - priorMean) * prior.strength + person.n - person.k,
    priorMean,
  }
}

/** One person's rate under the prior: posterior mean with the 95 % equal-tailed interval. A person without cases gets the prior. */
export function poolRate(person: PersonRate, prior: Prior): PooledRate {
  const { alpha, beta, priorMean } = posteriorOf(person, prior)
  return {
    mean: alpha / (alpha + beta),
    low: betaQuantile(TAIL95, alpha, beta),
    high: betaQuantile(1 - TAIL95, alpha, beta),
    alpha,
    beta,
    priorMean,
    raw: wilson(person.k, person.n),
    apart: person.n > 0 && isApart(person.k, person.n, priorMean),
    needed: person.n > 0 ? casesNeeded(person.k, person.n, priorMean) : null,
  }
}
