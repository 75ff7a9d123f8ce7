import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainProduct } from './change-of-product.ts'
import { explainRatio } from './change-of-ratio.ts'

const factorsOf = (before: (number | null)[], after: (number | null)[]) => before.map((b, i) => ({ before: b, after: after[i]! }))

describe('explainProduct', () => {
  it('gives the parts of revenue worked by hand', () => {
    const { change, parts, method } = explainProduct(factorsOf([100, 0.5, 0.2, 1000], [120, 0.4, 0.25, 900]))
    expect(method).toBe('lmdi')
    expect(change).toBeCloseTo(800, 9)
    expect(parts.map((p) => p.value)).toEqual([1895.208839, -2319.548156, 2319.548156, -1095.208839].map((x) => expect.closeTo(x, 6)))
    expect(parts[0]!.share).toBeCloseTo(1895.208839 / 800, 6)
  })

  it('takes the mean over all orders where a period sold nothing', () => {
    const { change, parts, method } = explainProduct(factorsOf([100, 0.5, 0, null], [120, 0.4, 0.25, 900]))
    expect(method).toBe('shapley')
    expect(change).toBeCloseTo(10_800, 9)
    expect(parts.map((p) => p.value)).toEqual([975, -1275, 11_100, 0].map((x) => expect.closeTo(x, 9)))
  })

  it('sums to the change in either method and turns its sign when the periods change places', () => {
    const factor = fc.oneof(fc.constant(null), fc.constant(0), fc.double({ min: 0.001, max: 1000, noNaN: true }))
    const side = fc.array(factor, { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(side, side, (before, after) => {
        const { change, parts } = explainProduct(factorsOf(before, after))
        const scale = 1e-9 * Math.max(1, ...parts.map((p) => Math.abs(p.value)))
        expect(Math.abs(parts.reduce((sum, p) => sum + p.value, 0) - change)).toBeLessThanOrEqual(scale)
        const back = explainProduct(factorsOf(after, before))
        back.parts.forEach((p, i) => {
          expect(Math.abs(p.value + parts[i]!.value)).toBeLessThanOrEqual(scale)
        })
      }),
    )
  })

  it('has no shares where nothing changed', () => {
    expect(explainProduct(factorsOf([2, 3], [3, 2])).parts.map((p) => p.share)).toEqual([null, null])
  })
})

describe('explainRatio', () => {
  const twoChannels = [
    { weightBefore: 0.5, rateBefore: 0.5, weightAfter: 0.8, rateAfter: 0.45 },
    { weightBefore: 0.5, rateBefore: 0.2, weightAfter: 0.2, rateAfter: 0.15 },
  ]

  it('gives the parts by channel worked by hand and flags the reversal', () => {
    const { change, groups, pooling, isReversed } = explainRatio(twoChannels)
    expect(change).toBeCloseTo(0.04, 12)
    expect(groups.map((g) => g.rate.value)).toEqual([-0.0325, -0.0175].map((x) => expect.closeTo(x, 12)))
    expect(groups.map((g) => g.mix.value)).toEqual([0.0315, 0.0585].map((x) => expect.closeTo(x, 12)))
    expect(pooling.value).toBe(0)
    expect(isReversed).toBe(true)
  })

  it('does not flag a change that some group shares', () => {
    expect(explainRatio([{ ...twoChannels[0]!, rateAfter: 0.55 }, twoChannels[1]!]).isReversed).toBe(false)
  })

  it('gives a group of one period no rate part', () => {
    const { groups, isReversed } = explainRatio([
      { weightBefore: 1, rateBefore: 0.4, weightAfter: 0.5, rateAfter: 0.4 },
      { weightBefore: 0, rateBefore: null, weightAfter: 0.5, rateAfter: 0.8 },
    ])
    expect(groups[1]!.rate.value).toBe(0)
    expect(isReversed).toBe(true)
  })

  it('sums to the change, the pooling part included', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const group = fc.record({
      w0: fc.double({ min: 0.01, max: 1, noNaN: true }),
      w1: fc.double({ min: 0.01, max: 1, noNaN: true }),
      r0: share,
      r1: share,
    })
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 8 }), share, share, (raw, before, after) => {
        const [all0, all1] = [raw.reduce((sum, g) => sum + g.w0, 0), raw.reduce((sum, g) => sum + g.w1, 0)]
        const answer = explainRatio(
          raw.map((g) => ({ weightBefore: g.w0 / all0, rateBefore: g.r0, weightAfter: g.w1 / all1, rateAfter: g.r1 })),
          { before, after },
        )
        const sum = answer.groups.reduce((total, g) => total + g.rate.value + g.mix.value, answer.pooling.value)
        expect(sum).toBeCloseTo(after - before, 12)
      }),
    )
  })
})
