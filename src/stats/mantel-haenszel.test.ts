import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReference, readReferenceRows } from '../../test/reference-data.ts'
import { mantelHaenszelDifference, type Stratum } from './mantel-haenszel.ts'

const strata: Stratum[] = [
  { hits1: 3, n1: 4, hits2: 1, n2: 2 },
  { hits1: 2, n1: 5, hits2: 3, n2: 9 },
  { hits1: 4, n1: 4, hits2: 0, n2: 0 },
]

describe('mantelHaenszelDifference', () => {
  it('gives the figure worked by hand and leaves out the stratum with one side', () => {
    expect(mantelHaenszelDifference(strata)).toMatchObject({
      value: expect.closeTo(0.120419, 6),
      low: expect.closeTo(-0.325772, 6),
      high: expect.closeTo(0.566609, 6),
      n: 20,
      excluded: 4,
    })
  })

  it('has no value without a stratum of both sides and no interval without variance', () => {
    expect(mantelHaenszelDifference([strata[2]!])).toMatchObject({ value: null, why: 'no_cases', n: 0, excluded: 4 })
    expect(mantelHaenszelDifference([{ hits1: 2, n1: 2, hits2: 0, n2: 3 }])).toMatchObject({ value: 1, low: null, high: null })
  })

  it('turns its sign when the sides change places', () => {
    const stratum = fc
      .tuple(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([n1, n2, p1, p2]) => ({ n1, n2, hits1: Math.round(n1 * p1), hits2: Math.round(n2 * p2) }))
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 8 }), (all) => {
        const there = mantelHaenszelDifference(all)
        const back = mantelHaenszelDifference(all.map(({ hits1, n1, hits2, n2 }) => ({ hits1: hits2, n1: n2, hits2: hits1, n2: n1 })))
        expect(back.value).toBeCloseTo(-there.value!, 12)
        if (there.variance !== null && there.variance > 1e-12) expect(back.variance!).toBeCloseTo(there.variance, 12)
      }),
    )
  })

  it.runIf(hasReferenceData)('UCB admissions: women against men over departments', () => {
    const rows = readReferenceRows('tables/ucb-admissions.csv')
    const published = JSON.parse(readReference('reference.json')).ucb_admissions.mantel_haenszel_risk_difference_female_minus_male
    const count = (admit: string, gender: string, dept: unknown) =>
      rows.find((r) => r.Admit === admit && r.Gender === gender && r.Dept === dept)!.Freq as number
    const departments = [...new Set(rows.map((r) => r.Dept))]
    const difference = mantelHaenszelDifference(
      departments.map((d) => {
        const [hits1, hits2] = [count('Admitted', 'Female', d), count('Admitted', 'Male', d)]
        return { hits1, n1: hits1 + count('Rejected', 'Female', d), hits2, n2: hits2 + count('Rejected', 'Male', d) }
      }),
    )
    expect(difference.value!).toBeCloseTo(published.value, 6)
    expect(difference.variance!).toBeCloseTo(published.sato_variance, 9)
    expect([difference.low, difference.high]).toEqual(published.interval.map((x: number) => expect.closeTo(x, 6)))
  })
})
