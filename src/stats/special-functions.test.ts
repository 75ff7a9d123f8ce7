import { describe, expect, it } from 'vitest'
import { betaCdf, betaQuantile, binomialCdf, gammaQuantile, studentQuantile } from './special-functions.ts'

describe('special functions', () => {
  it('agree with SciPy at real shapes, large counts included', () => {
    expect(gammaQuantile(0.5, 5000)).toBeCloseTo(4999.666670617572, 8)
    expect(gammaQuantile(0.025, 9999)).toBeCloseTo(9803.962267410414, 7)
    expect(gammaQuantile(0.975, 10_001)).toBeCloseTo(10197.951624661473, 7)
    expect(gammaQuantile(0.025, 5e6)).toBeCloseTo(4995618.334526948, 6)
    expect(gammaQuantile(0.025, 1)).toBeCloseTo(0.02531780798428987, 15)
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.7764451051977987, 10)
    expect(studentQuantile(0.025, 4)).toBeCloseTo(-2.7764451051977987, 10)
    expect(binomialCdf(1, 10, 0.5)).toBeCloseTo(11 / 1024, 14)
  })

  it('invert each other', () => {
    for (const a of [0.3, 1, 7.5, 400]) {
      for (const b of [0.4, 3, 90.25]) {
        for (const p of [0.025, 0.5, 0.975]) expect(betaCdf(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 9)
      }
    }
  })

  it('hold where one shape is tiny and the sum of both is just below 171.6', () => {
    for (const sum of [168, 171, 171.5, 171.62, 171.63, 175]) {
      // I_x(a, b) grows slowly and evenly with b: its neighbours bound it.
      const at = (total: number) => betaCdf(1e-5, 0.0726, total - 0.0726)
      expect(at(sum)).toBeCloseTo(0.65281171 + (sum - 168) * 0.00028, 4)
      expect(betaCdf(betaQuantile(0.025, 0.0726, sum - 0.0726), 0.0726, sum - 0.0726)).toBeCloseTo(0.025, 9)
      expect(betaCdf(1 - 1e-5, sum - 0.0726, 0.0726)).toBeCloseTo(1 - at(sum), 9)
    }
  })

  it('answer the edge instead of failing where a shape is tiny', () => {
    expect(betaQuantile(0.025, 1e-6, 5)).toBe(0)
    expect(betaQuantile(0.975, 5, 1e-6)).toBe(1)
    expect(gammaQuantile(0.025, 1e-3)).toBe(0)
  })
})
