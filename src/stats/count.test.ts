import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { garwood, garwoodRatio } from './count.ts'

describe('garwood', () => {
  it('gives the figures worked by hand', () => {
    expect(garwood(1)).toMatchObject({ value: 1, low: expect.closeTo(0.025318, 6), high: expect.closeTo(5.571643, 6) })
    expect(garwood(2)).toMatchObject({ value: 2, low: expect.closeTo(0.242209, 6), high: expect.closeTo(7.224688, 6) })
    expect(garwood(0)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(3.688879, 6) })
  })

  it('leaves 2.5 % of the Poisson law on each side', () => {
    const poissonCdf = (k: number, mean: number) => {
      let [term, sum] = [Math.exp(-mean), Math.exp(-mean)]
      for (let i = 1; i <= k; i++) {
        term *= mean / i
        sum += term
      }
      return sum
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (k) => {
        const count = garwood(k)
        expect(1 - poissonCdf(k - 1, count.low!)).toBeCloseTo(0.025, 9)
        expect(poissonCdf(k, count.high!)).toBeCloseTo(0.025, 9)
      }),
    )
  })

  it('rises with real counts up to millions', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e8, noNaN: true }), (k) => {
        const [count, more] = [garwood(k), garwood(k * 1.001)]
        expect(count.low!).toBeLessThan(k)
        expect(count.high!).toBeGreaterThan(k)
        expect(more.low!).toBeGreaterThanOrEqual(count.low!)
        expect(more.high!).toBeGreaterThan(count.high!)
      }),
    )
  })

  it('divides by the denominator of a rate', () => {
    expect(garwoodRatio(2, 10)).toMatchObject({ value: 0.2, low: expect.closeTo(0.024221, 6), high: expect.closeTo(0.722469, 6) })
    expect(garwoodRatio(3, 40)).toMatchObject({ value: 0.075, low: expect.closeTo(0.015467, 6), high: expect.closeTo(0.219182, 6) })
    expect(garwoodRatio(0, 30).high).toBeCloseTo(0.122963, 6)
    expect(garwoodRatio(3, 0).why).toBe('no_cases')
  })
})
