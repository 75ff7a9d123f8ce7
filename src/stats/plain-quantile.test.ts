import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainQuantile, quantileRanks } from './plain-quantile.ts'

const whole = (values: readonly number[]) => values.map((value) => [value, 1])

describe('quantileRanks', () => {
  it('gives the ranks named in the method', () => {
    expect(quantileRanks(5, 0.5)).toEqual({ value: 3, low: null, high: null })
    expect(quantileRanks(6, 0.5)).toEqual({ value: 3, low: 1, high: 6 })
    expect(quantileRanks(10, 0.5)).toEqual({ value: 5, low: 2, high: 9 })
    expect(quantileRanks(20, 0.5)).toEqual({ value: 10, low: 6, high: 15 })
  })

  it('leaves a side without a rank open', () => {
    expect(quantileRanks(30, 0.9)).toMatchObject({ value: 27, high: null })
    expect(quantileRanks(30, 0.9).low).toBeGreaterThan(0)
  })
})

describe('plainQuantile', () => {
  it('takes no midpoint', () => {
    expect(plainQuantile(whole([4, 1, 3, 2]), 0.5).value).toBe(2)
    expect(plainQuantile([], 0.5).why).toBe('no_cases')
  })

  it('is the least value that enough values do not exceed, inside its limits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 80 }),
        fc.constantFrom(0.5, 0.8, 0.9),
        (values, q) => {
          const { value, low, high } = plainQuantile(whole(values), q)
          const upTo = (x: number) => values.filter((v) => v <= x).length
          expect(upTo(value!)).toBeGreaterThanOrEqual(q * values.length - 1e-9)
          expect(upTo(value! - 1)).toBeLessThan(q * values.length)
          expect(low ?? 0).toBeLessThanOrEqual(value!)
          expect(high ?? 50).toBeGreaterThanOrEqual(value!)
        },
      ),
    )
  })

  it('counts the shares of a case as one case', () => {
    const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.9), (all, q) => {
        const shares = all.flatMap((value) => [
          [value, 0.3],
          [value, 0.7],
        ])
        expect(plainQuantile(shares, q)).toEqual(plainQuantile(whole(all), q))
      }),
    )
    expect(plainQuantile([[5, 0]], 0.5).why).toBe('no_cases')
  })
})
