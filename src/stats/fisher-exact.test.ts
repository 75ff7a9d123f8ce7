import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReferenceRows } from '../../test/reference-data.ts'
import { benjaminiHochberg, fisherExact } from './fisher-exact.ts'

describe('fisherExact', () => {
  it('is 1 where the table has only one form and symmetric in its sides', () => {
    expect(fisherExact(0, 5, 0, 9)).toBe(1)
    expect(fisherExact(9, 10, 3, 10)).toBeCloseTo(fisherExact(3, 10, 9, 10), 12)
  })

  it('gives the figure of the tea tasting', () => {
    expect(fisherExact(3, 4, 1, 4)).toBeCloseTo(34 / 70, 12)
  })

  it.runIf(hasReferenceData)('equals the table of R', () => {
    const rows = readReferenceRows('tables/difference-intervals-95.csv')
    expect(rows.length).toBeGreaterThan(5)
    for (const row of rows) {
      const [x1, n1, x2, n2] = [row.x1, row.n1, row.x2, row.n2] as [number, number, number, number]
      expect(fisherExact(x1, n1, x2, n2)).toBeCloseTo(row.fisher_p as number, 9)
    }
  })
})

describe('benjaminiHochberg', () => {
  it('adjusts as R does', () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005], 0.1)
    expect(adjusted.map((a) => a.q)).toEqual([0.02, 0.04, 0.04, 0.02].map((q) => expect.closeTo(q, 12)))
    expect(adjusted.every((a) => a.found)).toBe(true)
  })

  it('finds what the step-up rule finds', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (p) => {
        const sorted = [...p].sort((a, b) => a - b)
        const last = sorted.findLastIndex((x, i) => (x * p.length) / (i + 1) <= 0.1)
        expect(benjaminiHochberg(p, 0.1).filter((a) => a.found)).toHaveLength(last < 0 ? 0 : p.filter((x) => x <= sorted[last]!).length)
      }),
    )
  })
})
