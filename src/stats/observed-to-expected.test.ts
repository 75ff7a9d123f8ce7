import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { observedToExpected } from './observed-to-expected.ts'
import { Z95 } from './special-functions.ts'

describe('observedToExpected', () => {
  it('gives the figures worked by hand', () => {
    expect(observedToExpected(30, 20, 10)).toMatchObject({
      value: 1.5,
      low: expect.closeTo(1.196121, 6),
      high: expect.closeTo(1.716258, 6),
    })
    const low = observedToExpected(10, 15, 20 * 0.75 ** 2)
    expect(low.value).toBeCloseTo(0.666667, 6)
    expect([low.low, low.high]).toEqual([expect.closeTo(0.399064, 6), expect.closeTo(0.934269, 6)])
  })

  it('has no value where nothing was expected', () => {
    expect(observedToExpected(1, 0, 0).why).toBe('no_cases')
  })

  it('puts both limits on the roots of the score equation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (p, share) => {
          const expected = p.reduce((sum, x) => sum + x, 0)
          const squares = p.reduce((sum, x) => sum + x * x, 0)
          const observed = share * p.length
          const { value, low, high } = observedToExpected(observed, expected, squares)
          if (low === null || high === null) {
            expect([low, high]).toEqual([null, null])
            return
          }
          for (const theta of [low, high]) {
            const gap = (theta * expected - observed) ** 2 - Z95 ** 2 * (theta * expected - theta ** 2 * squares)
            expect(Math.abs(gap)).toBeLessThan(1e-7 * (1 + observed ** 2))
          }
          expect(low).toBeLessThanOrEqual(high)
          expect(value).toBe(observed / expected)
        },
      ),
    )
  })
})
