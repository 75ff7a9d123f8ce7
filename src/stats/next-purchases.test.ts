// Pairs of things worked by hand; and purchases at random, in which next to nothing may be found.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Baskets, findNextPurchases } from './next-purchases.ts'
import { seededRandom } from './seeded-random.ts'

const [A, B, C] = [0, 1, 2]
const times = (count: number, baskets: Baskets): Baskets[] => Array.from({ length: count }, () => baskets)

describe('findNextPurchases', () => {
  it('compares next purchases after a thing with those without it', () => {
    // After A: 15 of 25 take B next. Without A: 5 of 40.
    const customers = [...times(15, [[A], [B]]), ...times(10, [[A], [C]]), ...times(5, [[C], [B]]), ...times(35, [[C], [C]])]
    const { found, steps, needed } = findNextPurchases(customers, 3)
    const pair = found.find(({ bought, offer }) => bought === A && offer === B)!
    expect(pair).toMatchObject({ after: { hits: 15, n: 25 }, without: { hits: 5, n: 40 } })
    expect(pair.share.value).toBe(0.6)
    expect(pair.base.value).toBe(0.125)
    expect(pair.lift).toBeCloseTo(4.8, 9)
    // Newcombe's method 10 of 15/25 and 5/40.
    expect(pair.difference.value).toBeCloseTo(0.475, 9)
    expect(pair.difference.low).toBeCloseTo(0.239149, 6)
    expect(pair.difference.high).toBeCloseTo(0.655283, 6)
    expect(pair.p).toBeLessThan(2e-4)
    expect([steps, needed]).toEqual([65, null])
    expect(found.some(({ bought, offer }) => bought === C && offer === B)).toBe(false)
  })

  it('counts no step of who has the thing already, of one purchase, or into a purchase of unknown things', () => {
    const customers: Baskets[] = [...times(30, [[A, B], [B]]), ...times(30, [[A]]), ...times(30, [[A], []])]
    expect(findNextPurchases(customers, 2)).toEqual({ found: [], tests: 0, steps: 30, needed: null })
  })

  it('says how many more are needed while the sample is small', () => {
    // 4 of 8 after A against 3 of 12 without: 50 % and 25 %.
    const customers = [...times(4, [[A], [B]]), ...times(4, [[A], [C]]), ...times(3, [[C], [B]]), ...times(9, [[C], [C]])]
    const { found, needed } = findNextPurchases(customers, 3)
    expect(found).toEqual([])
    // z of 4/8 against 3/12 is 1.146; at six tests of which one in ten may be false 2.394 is asked for: 8 × (2.394 / 1.146)² - 8.
    expect(needed).toBe(27)
  })

  it('finds at random no more than it states, however often customers buy and whatever is in fashion', () => {
    const things = 6
    const companies = 60
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const random = seededRandom(seed)
        let wrong = 0
        for (let company = 0; company < companies; company++) {
          const popular = Array.from({ length: things }, () => 0.1 + random.uniform())
          const sum = popular.reduce((all, one) => all + one, 0)
          const draw = () => {
            const lot = random.uniform() * sum
            const upTo = popular.map((_, i) => popular.slice(0, i + 1).reduce((all, one) => all + one, 0))
            return upTo.findIndex((most) => lot < most)
          }
          // Some buy once, some ten times.
          const customers = Array.from({ length: 150 }, () =>
            Array.from({ length: 1 + Math.floor(10 * random.uniform() ** 2) }, () => [Math.max(0, draw())]),
          )
          if (findNextPurchases(customers, things).found.length > 0) wrong++
        }
        // At 10 %: more than 15 of 60 by chance less than once in ten thousand times.
        return wrong <= 15
      }),
      { numRuns: 3 },
    )
  })
})
