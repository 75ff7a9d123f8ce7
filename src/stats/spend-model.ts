// What a customer spends per purchase: the Gamma-Gamma model.

import { maximise, normalAtMaximum, type Objective, withWalls } from './maximise.ts'
import { digamma, lnGamma } from './special-functions.ts'

/** x repeat purchase days (>= 1) and their mean amount (> 0); `count` equal customers. */
export type SpendHistory = { x: number; mean: number; count: number }

/** A purchase is gamma(p, nu), nu gamma(q, v). The mean of all customers is p v / (q - 1), for q > 1. */
export type SpendModel = { p: number; q: number; v: number }

export type FittedSpendModel = {
  model: SpendModel
  logLikelihood: number
  isConverged: boolean
  /** Three standard normals to a drawn model; null without a proper curvature. */
  drawModel: ((normals: readonly number[]) => SpendModel) | null
}

const modelOf = (logs: readonly number[]): SpendModel => {
  const [p, q, v] = logs.map(Math.exp) as [number, number, number]
  return { p, q, v }
}

/** Log-likelihood and its gradient by the logarithms of p, q, v. Fader and Hardie 2013, eq. 1a. */
function likelihood(histories: readonly SpendHistory[]): Objective {
  const xMost = histories.reduce((most, h) => Math.max(most, h.x), 0)
  const logs = Float64Array.from(histories, (h) => Math.log(h.mean))
  return (point) => {
    const { p, q, v } = modelOf(point)
    const byCount = (of: (px: number) => number) => Float64Array.from({ length: xMost + 1 }, (_, x) => (x === 0 ? 0 : of(p * x)))
    const [lnTop, lnBottom] = [byCount((px) => lnGamma(px + q)), byCount(lnGamma)]
    const [psiTop, psiBottom] = [byCount((px) => digamma(px + q)), byCount(digamma)]
    const [lnV, lnQ, psiQ] = [Math.log(v), lnGamma(q), digamma(q)]
    let [value, byP, byQ, byV] = [0, 0, 0, 0]
    for (let i = 0; i < histories.length; i++) {
      const { x, mean, count } = histories[i]!
      const total = v + x * mean
      const lnTotal = Math.log(total)
      const lnSum = logs[i]! + Math.log(x)
      value += count * (lnTop[x]! - lnBottom[x]! - lnQ + q * lnV + p * x * lnSum - logs[i]! - (p * x + q) * lnTotal)
      byP += count * x * (psiTop[x]! - psiBottom[x]! + lnSum - lnTotal)
      byQ += count * (psiTop[x]! - psiQ + lnV - lnTotal)
      byV += count * (q / v - (p * x + q) / total)
    }
    return { value, gradient: [byP * p, byQ * q, byV * v] }
  }
}

/** Gamma-Gamma by maximum likelihood. Fader and Hardie 2013, "The Gamma-Gamma model of monetary value" (brucehardie.com, note 025). */
export function fitSpendModel(histories: readonly SpendHistory[]): FittedSpendModel {
  const customers = histories.reduce((sum, h) => sum + h.count, 0)
  // Amounts in units of their mean: the start then fits any currency, and v alone carries the unit.
  const unit = histories.reduce((sum, h) => sum + h.mean * h.count, 0) / Math.max(1, customers) || 1
  const scaled = histories.map((h) => ({ ...h, mean: h.mean / unit }))
  const start = [2, 3, 1].map(Math.log)
  const objective = withWalls(likelihood(scaled), start)
  const { x, value, isConverged } = maximise(objective, start, Math.max(1, customers))
  const draw = normalAtMaximum(objective, x)
  const inUnits = (model: SpendModel): SpendModel => ({ ...model, v: model.v * unit })
  return {
    model: inUnits(modelOf(x)),
    logLikelihood: value - customers * Math.log(unit),
    isConverged,
    drawModel: draw === null ? null : (normals) => inUnits(modelOf(draw(normals))),
  }
}

/** Expected amount of a purchase given x repeat days of mean amount `mean`; x = 0: the mean of all, p v / (q - 1). Eq. 5. */
export function expectedAmount({ p, q, v }: SpendModel, x: number, mean: number): number {
  return (p * (v + x * mean)) / (p * x + q - 1)
}
