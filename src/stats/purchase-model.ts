// When customers buy again: the BG/NBD model of repeat purchases and of silently leaving.

import { maximise, normalAtMaximum, type Objective, withWalls } from './maximise.ts'
import { digamma, lnGamma } from './special-functions.ts'

/** x repeat purchase days, the last of them t_x weeks after the first purchase, T weeks of observation; `count` equal customers. */
export type PurchaseHistory = { x: number; tx: number; T: number; count: number }

/** Purchase rate gamma(r, alpha), chance of leaving after a purchase beta(a, b); time in weeks. */
export type PurchaseModel = { r: number; alpha: number; a: number; b: number }

export type FittedPurchaseModel = {
  model: PurchaseModel
  logLikelihood: number
  isConverged: boolean
  /** Four standard normals to a model drawn from the normal law of the log-parameters; null without a proper curvature. */
  drawModel: ((normals: readonly number[]) => PurchaseModel) | null
}

type Columns = { x: Int32Array; tx: Float64Array; T: Float64Array; count: Float64Array; xMost: number; customers: number }

/** Equal histories are counted once: customers who never bought again are mostly alike. */
export function mergeHistories(histories: Iterable<Omit<PurchaseHistory, 'count'> & { count?: number }>): PurchaseHistory[] {
  const merged = new Map<string, PurchaseHistory>()
  for (const { x, tx, T, count = 1 } of histories) {
    const key = `${x} ${tx} ${T}`
    const known = merged.get(key)
    if (known) known.count += count
    else merged.set(key, { x, tx, T, count })
  }
  return [...merged.values()]
}

function columnsOf(histories: readonly PurchaseHistory[]): Columns {
  return {
    x: Int32Array.from(histories, (h) => h.x),
    tx: Float64Array.from(histories, (h) => h.tx),
    T: Float64Array.from(histories, (h) => h.T),
    count: Float64Array.from(histories, (h) => h.count),
    xMost: histories.reduce((most, h) => Math.max(most, h.x), 0),
    customers: histories.reduce((sum, h) => sum + h.count, 0),
  }
}

const modelOf = (logs: readonly number[]): PurchaseModel => {
  const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number]
  return { r, alpha, a, b }
}

/** The parts of the likelihood and of its gradient by r, a, b that hang on x alone. */
function partsByCount(
  { r, alpha, a, b }: PurchaseModel,
  xMost: number,
): { value: Float64Array; byR: Float64Array; byA: Float64Array; byB: Float64Array } {
  const column = (of: (x: number) => number) => Float64Array.from({ length: xMost + 1 }, (_, x) => of(x))
  const [lnA, psiR, psiAb, psiB] = [Math.log(alpha), digamma(r), digamma(a + b), digamma(b)]
  const [gammaR, gammaAb] = [lnGamma(r), lnGamma(a + b) - lnGamma(b)]
  return {
    value: column((x) => lnGamma(r + x) - gammaR + r * lnA + gammaAb + lnGamma(b + x) - lnGamma(a + b + x)),
    byR: column((x) => digamma(r + x) - psiR + lnA),
    byA: column((x) => psiAb - digamma(a + b + x)),
    byB: column((x) => psiAb - digamma(a + b + x) + digamma(b + x) - psiB),
  }
}

/** Log-likelihood of all customers and its gradient by the logarithms of r, alpha, a, b. Fader, Hardie, Lee 2005, eq. 6. */
function likelihood(columns: Columns): Objective {
  return (logs) => {
    const model = modelOf(logs)
    const { r, alpha, a, b } = model
    const parts = partsByCount(model, columns.xMost)
    let [value, byR, byAlpha, byA, byB] = [0, 0, 0, 0, 0]
    for (let i = 0; i < columns.x.length; i++) {
      const x = columns.x[i]!
      const n = columns.count[i]!
      const end = alpha + columns.T[i]!
      const lnEnd = Math.log(end)
      const stayed = -(r + x) * lnEnd
      value += n * parts.value[x]!
      byR += n * parts.byR[x]!
      byAlpha += (n * r) / alpha
      if (x === 0) {
        value += n * stayed
        byR -= n * lnEnd
        byAlpha -= (n * r) / end
        continue
      }
      const last = alpha + columns.tx[i]!
      const lnLast = Math.log(last)
      const left = Math.log(a / (b + x - 1)) - (r + x) * lnLast
      const most = Math.max(stayed, left)
      const sum = most + Math.log1p(Math.exp(Math.min(stayed, left) - most))
      const gone = Math.exp(left - sum)
      value += n * sum
      byR -= n * ((1 - gone) * lnEnd + gone * lnLast)
      byAlpha -= n * (r + x) * ((1 - gone) / end + gone / last)
      byA += n * (parts.byA[x]! + gone / a)
      byB += n * (parts.byB[x]! - gone / (b + x - 1))
    }
    return { value, gradient: [byR * r, byAlpha * alpha, byA * a, byB * b] }
  }
}

/**
 * BG/NBD by maximum likelihood. Fader, Hardie, Lee 2005, "Counting your customers the easy way", Marketing Science 24:275-284.
 * The search runs over the logarithms of the four parameters from a moderate start.
 */
export function fitPurchaseModel(histories: readonly PurchaseHistory[]): FittedPurchaseModel {
  const columns = columnsOf(histories)
  const weeks = histories.reduce((sum, h) => sum + h.T * h.count, 0) / Math.max(1, columns.customers)
  const start = [0.5, Math.max(0.5, weeks / 4), 1, 2].map(Math.log)
  const objective = withWalls(likelihood(columns), start)
  const { x, value, isConverged } = maximise(objective, start, Math.max(1, columns.customers))
  const draw = normalAtMaximum(objective, x)
  return { model: modelOf(x), logLikelihood: value, isConverged, drawModel: draw === null ? null : (normals) => modelOf(draw(normals)) }
}

/** Odds that the customer has left against having stayed. */
function oddsGone({ r, alpha, a, b }: PurchaseModel, { x, tx, T }: Omit<PurchaseHistory, 'count'>): number {
  return x === 0 ? 0 : (a / (b + x - 1)) * Math.exp((r + x) * Math.log((alpha + T) / (alpha + tx)))
}

/** Chance that the customer is still one. Fader, Hardie, Lee 2008, "Computing P(alive) using the BG/NBD model". */
export function chanceAlive(model: PurchaseModel, history: Omit<PurchaseHistory, 'count'>): number {
  return 1 / (1 + oddsGone(model, history))
}

/** 2F1(a, b; c; z) for 0 <= z < 1 by its series. Abramowitz and Stegun 15.1.1. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let [term, sum] = [1, 1]
  for (let j = 0; j < 5000; j++) {
    term *= (((a + j) * (b + j)) / ((c + j) * (j + 1))) * z
    sum += term
    if (Math.abs(term) <= 1e-13 * Math.abs(sum)) break
  }
  return sum
}

/** Keeps a difference away from its removable zero. */
const awayFromZero = (x: number): number => (Math.abs(x) < 1e-6 ? 1e-6 : x)

/**
 * Expected purchases in the next `weeks` weeks given the history; x = tx = T = 0 for a new customer.
 * Fader, Hardie, Lee 2005, eq. 10. The hypergeometric function there, times its power of 1 - z, is taken as it stands or by Euler's
 * transformation (Abramowitz and Stegun 15.3.3), whichever keeps every factor moderate.
 */
export function expectedPurchases(model: PurchaseModel, history: Omit<PurchaseHistory, 'count'>, weeks: number): number {
  const { r, alpha, a, b } = model
  if (!(weeks > 0)) return 0
  const { x } = history
  const gap = awayFromZero(a - 1)
  const c = awayFromZero(a + b + x - 1)
  const z = weeks / (alpha + history.T + weeks)
  const still =
    gap > r + x ? (1 - z) ** (r + x) * hypergeometric(r + x, b + x, c, z) : (1 - z) ** gap * hypergeometric(a + b - 1 - r, gap, c, z)
  return ((c / gap) * (1 - still)) / (1 + oddsGone(model, history))
}
