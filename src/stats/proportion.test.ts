import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReferenceRows } from '../../test/reference-data.ts'
import { netPromoterScore, newcombe, wilson } from './proportion.ts'

const counts = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.01, max: 1e6, noNaN: true }))
  .map(([p, n]) => [p * n, n] as const)

describe('wilson', () => {
  it('gives the figures worked by hand', () => {
    const half = wilson(1, 2)
    expect([half.value, half.low, half.high]).toEqual([0.5, expect.closeTo(0.094531, 6), expect.closeTo(0.905469, 6)])
    expect(wilson(0, 1)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(0.793451, 6) })
    expect(wilson(1, 1)).toMatchObject({ value: 1, low: expect.closeTo(0.206549, 6), high: 1 })
  })

  it('has no value without cases', () => {
    expect(wilson(0, 0)).toEqual({ value: null, low: null, high: null, why: 'no_cases' })
  })

  it('keeps 0 <= low <= value <= high <= 1 and mirrors hits and misses, at real counts', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const share = wilson(k, n)
        const mirror = wilson(n - k, n)
        expect(share.low).toBeGreaterThanOrEqual(0)
        expect(share.low!).toBeLessThanOrEqual(share.value! + 1e-15)
        expect(share.high!).toBeGreaterThanOrEqual(share.value! - 1e-15)
        expect(share.high).toBeLessThanOrEqual(1)
        expect(1 - mirror.high!).toBeCloseTo(share.low!, 9)
      }),
    )
  })

  it('narrows as the same share is seen on more cases', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const [few, many] = [wilson(k, n), wilson(3 * k, 3 * n)]
        expect(many.high! - many.low!).toBeLessThan(few.high! - few.low!)
      }),
    )
  })

  it.runIf(hasReferenceData)('equals the table of intervals', () => {
    const rows = readReferenceRows('tables/proportion-intervals-95.csv')
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) {
      const share = wilson(row.x as number, row.n as number)
      expect(share.low!).toBeCloseTo(row.wilson_lo as number, 7)
      expect(share.high!).toBeCloseTo(row.wilson_hi as number, 7)
    }
  })
})

describe('newcombe', () => {
  it('is antisymmetric in the two sides', () => {
    const [there, back] = [newcombe(7, 34, 1, 34), newcombe(1, 34, 7, 34)]
    expect(back.low).toBe(-there.high!)
    expect(back.high).toBe(-there.low!)
  })

  it('has no value when a side has no cases', () => {
    expect(newcombe(1, 2, 0, 0).why).toBe('no_cases')
  })

  it.runIf(hasReferenceData)('equals the table of differences', () => {
    const rows = readReferenceRows('tables/difference-intervals-95.csv')
    expect(rows.length).toBeGreaterThan(5)
    for (const row of rows) {
      const [x1, n1, x2, n2] = [row.x1, row.n1, row.x2, row.n2] as [number, number, number, number]
      const difference = newcombe(x1, n1, x2, n2)
      expect(difference.low!).toBeCloseTo(row.newc_lo as number, 7)
      expect(difference.high!).toBeCloseTo(row.newc_hi as number, 7)
    }
  })
})

describe('netPromoterScore', () => {
  it('gives the figure worked by hand', () => {
    expect(netPromoterScore(6, 3, 1)).toEqual({
      value: 0.5,
      low: expect.closeTo(-0.002033, 6),
      high: expect.closeTo(0.771264, 6),
      why: null,
    })
  })
})
