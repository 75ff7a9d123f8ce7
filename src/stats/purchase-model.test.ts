import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReference, readReferenceRows } from '../../test/reference-data.ts'
import { chanceAlive, expectedPurchases, fitPurchaseModel, mergeHistories } from './purchase-model.ts'
import { seededRandom } from './seeded-random.ts'

const model = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const newcomer = { x: 0, tx: 0, T: 0 }

/** Customers simulated from a known model, watched for 20 to 60 weeks. */
function simulate(count: number, seed: number) {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const [rate, leave, T] = [random.gamma(0.8) / 6, random.beta(1.2, 3), 20 + Math.floor(40 * random.uniform())]
    let [x, tx, at] = [0, 0, 0]
    while (random.uniform() >= (at === 0 ? 0 : leave)) {
      at -= Math.log(1 - random.uniform()) / rate
      if (at > T) break
      x++
      tx = at
    }
    return { x, tx, T }
  })
}

describe('fitPurchaseModel', () => {
  it('comes back to the model the customers were drawn from', () => {
    const fitted = fitPurchaseModel(mergeHistories(simulate(20_000, 4)))
    expect(fitted.isConverged).toBe(true)
    const { r, alpha, a, b } = fitted.model
    expect(r / 0.8).toBeCloseTo(1, 1)
    expect(r / alpha / (0.8 / 6)).toBeCloseTo(1, 1)
    expect(a / (a + b) / (1.2 / 4.2)).toBeCloseTo(1, 1)
  })

  it('does not see whether equal customers are merged', () => {
    const customers = simulate(300, 5).map((c) => ({ ...c, count: 1 }))
    const doubled = fitPurchaseModel([...customers, ...customers])
    const merged = fitPurchaseModel(mergeHistories([...customers, ...customers]))
    expect(mergeHistories([...customers, ...customers]).length).toBeLessThan(2 * customers.length)
    expect(merged.logLikelihood).toBeCloseTo(doubled.logLikelihood, 6)
    expect(merged.model.r).toBeCloseTo(doubled.model.r, 6)
  })
})

describe('fitPurchaseModel without a maximum inside', () => {
  const random = seededRandom(3)
  const loyal = Array.from({ length: 400 }, () => {
    const rate = random.gamma(2) / 8
    let [x, tx, at] = [0, 0, 0]
    for (;;) {
      at -= Math.log(1 - random.uniform()) / rate
      if (at > 40) return { x, tx, T: 40 }
      x++
      tx = at
    }
  })
  const alike = Array.from({ length: 500 }, () => {
    const x = random.poisson(2 * random.gamma(0.8))
    return { x, tx: x === 0 ? 0 : 30 * random.uniform(), T: 40 }
  })

  it.each([
    ['customers who never leave', loyal],
    ['customers who all leave alike', alike],
  ])('stays finite for %s, draws too', (_, customers) => {
    const { model: fitted, drawModel } = fitPurchaseModel(mergeHistories(customers))
    for (const drawn of [fitted, drawModel!([0, 0, 0, 0]), drawModel!([2, -2, 2, -2]), drawModel!([-2, 2, -2, 2])]) {
      const expected = expectedPurchases(drawn, { x: 3, tx: 20, T: 40 }, 52)
      expect(expected).toBeGreaterThan(0)
      expect(expected).toBeLessThan(40)
    }
  })
})

describe('expectedPurchases', () => {
  it('is 0 for no time and grows with it', () => {
    const weeks = [0, 0.5, 1, 4, 13, 52, 520]
    const expected = weeks.map((w) => expectedPurchases(model, { x: 2, tx: 20, T: 30 }, w))
    expect(expected[0]).toBe(0)
    expected.slice(1).forEach((e, i) => {
      expect(e).toBeGreaterThan(expected[i]!)
    })
  })

  it('passes smoothly where a = 1 and where a + b = 1', () => {
    for (const at of [
      { ...model, a: 1 },
      { ...model, a: 0.4, b: 0.6 },
    ]) {
      const near = { ...at, a: at.a + 1e-4 }
      expect(expectedPurchases(at, newcomer, 20)).toBeCloseTo(expectedPurchases(near, newcomer, 20), 3)
    }
  })

  it('stays finite for customers with hundreds of purchases', () => {
    const expected = expectedPurchases(model, { x: 400, tx: 99, T: 100 }, 52)
    expect(expected).toBeGreaterThan(100)
    expect(expected).toBeLessThan(300)
  })
})

describe('chanceAlive', () => {
  it('is 1 until the first repeat and falls with silence', () => {
    expect(chanceAlive(model, { x: 0, tx: 0, T: 90 })).toBe(1)
    const silence = [30, 40, 60, 100].map((T) => chanceAlive(model, { x: 3, tx: 30, T }))
    expect(silence).toEqual([...silence].sort((p, q) => q - p))
  })
})

describe.runIf(hasReferenceData)('CDNOW', () => {
  const published = hasReferenceData ? JSON.parse(readReference('reference.json')).purchases_cdnow : null
  const histories = () =>
    readReferenceRows('purchases/cdnow-summary.csv').map((c) => ({ x: c.frequency as number, tx: c.recency as number, T: c.T as number }))

  it('fits the published parameters and likelihood', () => {
    const { model: fitted, logLikelihood, isConverged } = fitPurchaseModel(mergeHistories(histories()))
    expect(isConverged).toBe(true)
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(Math.abs(fitted[name] - published.bgnbd[name])).toBeLessThan(published.bgnbd.tol_params)
    }
    expect(logLikelihood).toBeCloseTo(published.bgnbd.LL, 1)
  })

  it('predicts what is published', () => {
    const { model: fitted } = fitPurchaseModel(mergeHistories(histories()))
    const customer = { x: 2, tx: 30.43, T: 38.86 }
    const { predictions_published: predictions, oracle } = published
    expect(expectedPurchases(fitted, customer, 39)).toBeCloseTo(predictions['bgnbd_CET_39_x2_tx30.43_T38.86'], 3)
    expect(chanceAlive(fitted, customer)).toBeCloseTo(oracle['bgnbd_PAlive_2_30.43_38.86'], 4)
    for (const [weeks, expected] of Object.entries(predictions.bgnbd_E_X_t)) {
      expect(expectedPurchases(fitted, newcomer, Number(weeks))).toBeCloseTo(expected as number, 3)
    }
    const holdout = histories().reduce((sum, c) => sum + expectedPurchases(fitted, c, 39), 0)
    expect(Math.abs(holdout - oracle.bgnbd_holdout_CET)).toBeLessThan(0.1)
  })
})
