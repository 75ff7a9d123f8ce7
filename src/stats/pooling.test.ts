import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReference, readReferenceRows } from '../../test/reference-data.ts'
import { fitPrior, type PersonRate, poolRate } from './pooling.ts'
import { wilson } from './proportion.ts'
import { lnBeta, lnGamma } from './special-functions.ts'

const people = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true })).map(([n, p]) => ({ k: Math.round(n * p), n })),
  { minLength: 3, maxLength: 20 },
)

describe('fitPrior', () => {
  it('does not pool fewer than three people with cases, nor people without a hit or without a miss', () => {
    expect(
      fitPrior([
        { k: 1, n: 4 },
        { k: 2, n: 5 },
        { k: 0, n: 0 },
      ]),
    ).toBeNull()
    expect(
      fitPrior([
        { k: 0, n: 4 },
        { k: 0, n: 5 },
        { k: 0, n: 9 },
      ]),
    ).toBeNull()
    expect(
      fitPrior([
        { k: 4, n: 4 },
        { k: 5, n: 5 },
        { k: 9, n: 9 },
      ]),
    ).toBeNull()
  })

  it('pools people who do not differ fully, and people who differ wholly hardly at all', () => {
    const same = fitPrior(Array.from({ length: 10 }, () => ({ k: 30, n: 100 })))!
    expect(same).toMatchObject({ strength: 10_000, mixAdjusted: false, mean: expect.closeTo(0.3, 4) })
    const different = fitPrior([0, 100, 0, 100, 50].map((k) => ({ k, n: 100 })))!
    expect(different.strength).toBeLessThan(2)
  })

  it('is a maximum: no nearby prior is likelier', () => {
    const likelihood = (all: readonly PersonRate[], mean: number, m: number) =>
      all.reduce((sum, { k, n }) => sum + lnBeta(mean * m + k, (1 - mean) * m + n - k) - lnBeta(mean * m, (1 - mean) * m), 0)
    fc.assert(
      fc.property(people, (all) => {
        const prior = fitPrior(all)
        if (prior === null) return
        const best = likelihood(all, prior.mean, prior.strength)
        for (const factor of [0.5, 0.9, 1.1, 2]) {
          const strength = Math.min(10_000, Math.max(0.01, prior.strength * factor))
          expect(likelihood(all, prior.mean, strength)).toBeLessThan(best + 1e-6)
          const mean = Math.min(1 - 1e-9, prior.mean * (1 + (factor - 1) / 20))
          expect(likelihood(all, mean, prior.strength)).toBeLessThan(best + 1e-6)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('takes the own expected rates as means where they spread by more than 5 points', () => {
    const mix = (spread: number) => [0.2, 0.2 + spread, 0.21].map((expected, i) => ({ k: 4 + i, n: 20, expected }))
    expect(fitPrior(mix(0.04))!.mixAdjusted).toBe(false)
    const prior = fitPrior(mix(0.3))!
    expect(prior.mixAdjusted).toBe(true)
    expect(poolRate({ k: 4, n: 20, expected: 0.5 }, prior).priorMean).toBe(0.5)
  })

  it.runIf(hasReferenceData)('Efron and Morris: mean and likelihood of the eighteen batters', () => {
    const published = JSON.parse(readReference('reference.json')).efron_morris
    const batters = readReferenceRows('tables/efron-morris.csv').map((r) => ({ k: r.r as number, n: 45, season: r.p as number }))
    const prior = fitPrior(batters)!
    expect(prior.mean).toBeCloseTo(published.beta_binomial_mean, 5)
    const [alpha, beta] = [prior.mean * prior.strength, (1 - prior.mean) * prior.strength]
    const likelihood = batters.reduce(
      (sum, { k, n }) => sum + lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1) + lnBeta(alpha + k, beta + n - k) - lnBeta(alpha, beta),
      0,
    )
    expect(likelihood).toBeCloseTo(published.beta_binomial_LL, 5)
    const error = (of: (b: (typeof batters)[number]) => number) => batters.reduce((sum, b) => sum + (of(b) - b.season) ** 2, 0)
    expect(error((b) => poolRate(b, prior).mean)).toBeLessThan(error((b) => b.k / b.n) / 3)
  })
})

describe('poolRate', () => {
  it('lies between the own rate and the prior mean, inside its interval', () => {
    fc.assert(
      fc.property(people, (all) => {
        const prior = fitPrior(all)
        if (prior === null) return
        for (const person of all) {
          const pooled = poolRate(person, prior)
          const own = person.k / person.n
          expect(pooled.mean).toBeGreaterThanOrEqual(Math.min(own, prior.mean) - 1e-12)
          expect(pooled.mean).toBeLessThanOrEqual(Math.max(own, prior.mean) + 1e-12)
          expect(pooled.low).toBeLessThanOrEqual(pooled.high)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('needs exactly as many further cases as bring the own interval past the prior mean', () => {
    const prior = { mean: 0.3, strength: 20, mixAdjusted: false }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
        const k = Math.round(n * p)
        const { apart, needed } = poolRate({ k, n }, prior)
        const standsApart = (m: number) => {
          const { low, high } = wilson((k / n) * (n + m), n + m)
          return low! > prior.mean || high! < prior.mean
        }
        expect(apart).toBe(standsApart(0))
        if (needed === null) {
          expect(standsApart(100_000)).toBe(false)
          return
        }
        expect(standsApart(needed)).toBe(true)
        if (needed > 0) expect(standsApart(needed - 1)).toBe(false)
      }),
    )
  })

  it('gives a person without cases the prior', () => {
    const pooled = poolRate({ k: 0, n: 0 }, { mean: 0.25, strength: 8, mixAdjusted: false })
    expect(pooled).toMatchObject({ mean: 0.25, apart: false, needed: null })
    expect(pooled.raw.why).toBe('no_cases')
  })
})
