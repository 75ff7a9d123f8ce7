import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aalenJohansen } from './competing-risks.ts'
import { type PlanQuestion, resamplePasts, simulatePlan } from './plan-simulation.ts'
import { aheadOf, resampleIncidence, type SampledCurve, sortHistory, viewOf } from './resampled-incidence.ts'
import { seededRandom } from './seeded-random.ts'
import { timelineOf } from './timeline.ts'

const lookAhead = (curve: SampledCurve, age: number, left: number) => aheadOf(curve, viewOf(curve, age, left))

/** Half of the deals are won on day 10, half lost on day 20. */
const evenChances = {
  exit: Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 10 : 20)),
  outcome: Array.from({ length: 400 }, (_, i) => 1 + (i % 2)),
}
const nobodyNew = { count: 0, workdays: 60, workdaysAhead: [] }
const question: PlanQuestion = {
  actual: 0,
  target: 1000,
  daysLeft: 30,
  bandDays: [],
  adds: 'amount',
  open: [],
  pasts: resamplePasts({ stages: new Map([['proposal', evenChances]]), creation: evenChances }, 7),
  created: nobodyNew,
  wonAmounts: [100, 200, 300],
  closedDeals: 400,
  payments: null,
}
const deals = (count: number, age = 0, amount: number | null = 100) =>
  Array.from({ length: count }, () => ({ stage: 'proposal', age, amount }))

describe('simulatePlan', () => {
  it('is certain where nothing is open any more', () => {
    expect(simulatePlan({ ...question, actual: 1000 }, 1).probability.value).toBe(1)
    expect(simulatePlan({ ...question, actual: 999 }, 1).probability.value).toBe(0)
  })

  it('gives the binomial chance of enough open deals being won', () => {
    const { probability, end } = simulatePlan({ ...question, open: deals(20), target: 1000 }, 3)
    // P(B >= 10) of 20 at 1/2 is 0.588; the resampled past adds a little spread.
    expect(probability.value!).toBeCloseTo(0.588, 1)
    expect(probability.high! - probability.low!).toBeLessThan(0.03)
    expect([end!.p10, end!.p50, end!.p90]).toEqual([700, 1000, 1300])
  })

  it('counts only what falls before the end', () => {
    const soon = { ...question, open: deals(50), daysLeft: 9 }
    expect(simulatePlan(soon, 1).end!.p90).toBe(0)
    expect(simulatePlan({ ...soon, open: deals(50, 2) }, 1).end!.p50).toBeGreaterThan(0)
    expect(simulatePlan({ ...soon, open: deals(50, 12) }, 1).end!.p90).toBe(0)
  })

  it('draws a won amount for a deal without one and counts one where sales are counted', () => {
    const unpriced = simulatePlan({ ...question, open: deals(200, 0, null) }, 1).end!
    expect(unpriced.p50 / 20_000).toBeCloseTo(1, 1)
    expect(simulatePlan({ ...question, open: deals(200, 0, null), adds: 'one' }, 1).end!.p50).toBeCloseTo(100, -1)
  })

  it('adds the deals to come at the late rate', () => {
    const created = { count: 600, workdays: 60, workdaysAhead: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }
    const { end, bands } = simulatePlan({ ...question, created, adds: 'one', bandDays: [9, 12] }, 1)
    expect(end!.p50).toBeCloseTo(50, -1)
    expect(bands.map((b) => b.day)).toEqual([9, 12, 30])
    expect(bands[0]!.p90).toBe(0)
    expect(bands[1]!.p50).toBeGreaterThan(0)
    expect(bands[1]!.p50).toBeLessThan(end!.p50)
  })

  it('lands cash after the lag from sale to payment, of unpaid sales too', () => {
    const late = { ...question, open: deals(40), payments: { lags: [25], unpaid: [] } }
    expect(simulatePlan(late, 1).end!.p90).toBe(0)
    expect(simulatePlan({ ...late, payments: { lags: [5], unpaid: [] } }, 1).end!.p50).toBeGreaterThan(0)
    const unpaid = { lags: [5, 5, 60], unpaid: [{ amount: 700, age: 10 }] }
    expect(simulatePlan({ ...question, payments: unpaid }, 1).end!.p90).toBe(0)
    expect(simulatePlan({ ...question, payments: { ...unpaid, unpaid: [{ amount: 700, age: 40 }] } }, 1).end!.p10).toBe(700)
  })

  it('has no forecast under 30 closed deals and repeats itself for a seed', () => {
    expect(simulatePlan({ ...question, closedDeals: 29 }, 1)).toMatchObject({ probability: { why: 'too_few' }, end: null })
    const open = deals(15)
    expect(simulatePlan({ ...question, open }, 5)).toEqual(simulatePlan({ ...question, open }, 5))
  })
})

describe('a plan with very many deals', () => {
  const many = { ...question, open: deals(195), target: 10_150, bandDays: [12] }
  const over = { ...many, open: deals(210), target: 10_900 }

  it('is drawn as a whole and says nearly what deals one by one say', () => {
    const [one, whole] = [simulatePlan(many, 1), simulatePlan(over, 1)]
    expect(whole.end!.p50 / 210).toBeCloseTo(one.end!.p50 / 195, 0)
    expect((whole.end!.p90 - whole.end!.p10) / Math.sqrt(210)).toBeCloseTo((one.end!.p90 - one.end!.p10) / Math.sqrt(195), -2)
    expect(Math.abs(whole.probability.value! - one.probability.value!)).toBeLessThan(0.06)
    expect(whole.bands[0]!.p50 / 210).toBeCloseTo(one.bands[0]!.p50 / 195, 0)
  })

  it('adds deals to come and waits for payments', () => {
    const created = { count: 6000, workdays: 60, workdaysAhead: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }
    expect(simulatePlan({ ...question, created, adds: 'one' }, 1).end!.p50).toBeCloseTo(500, -2)
    const payments = { lags: [5, 25], unpaid: [] }
    // Won on day 10: half is paid on day 15, half on day 35, which is too late.
    expect(simulatePlan({ ...over, payments }, 1).end!.p50 / 5250).toBeCloseTo(1, 1)
    const unpaid = Array.from({ length: 10 }, () => ({ amount: 100, age: 6 }))
    const paid = simulatePlan({ ...over, open: deals(210, 12), payments: { lags: [5, 25], unpaid } }, 1)
    expect(paid.end!.p50).toBe(1000)
  })
})

describe('what if', () => {
  it('better chances, dearer deals and more of them each raise the chance', () => {
    const created = { count: 60, workdays: 60, workdaysAhead: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }
    const base = { ...question, open: deals(15, 0, null), created, target: 2500 }
    const chance = (boost: object) =>
      simulatePlan({ ...base, boost: { chance: 1, amount: 1, arrivals: 1, ...boost } }, 1).probability.value!
    const plain = chance({})
    for (const boost of [{ chance: 1.2 }, { amount: 1.2 }, { arrivals: 1.5 }]) expect(chance(boost)).toBeGreaterThan(plain + 0.01)
  })
})

describe('resampleIncidence', () => {
  it('draws counts of alike cases as it draws the cases', () => {
    const random = seededRandom(3)
    const alike = sortHistory({ exit: [10, 20], outcome: [1, 2], weight: [200, 200] })
    const draws = Array.from({ length: 300 }, () => lookAhead(resampleIncidence(alike, random), 0, 30).chance)
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
    expect(mean).toBeCloseTo(0.5, 2)
    const spread = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length)
    expect(spread).toBeCloseTo(0.025, 2)
  })

  it('is the Aalen-Johansen curve on average', () => {
    const cases = fc.array(fc.record({ exit: fc.integer({ min: 0, max: 20 }), outcome: fc.constantFrom(0, 1, 2) }), {
      minLength: 40,
      maxLength: 80,
    })
    fc.assert(
      fc.property(cases, (raw) => {
        const history = { exit: raw.map((c) => c.exit), outcome: raw.map((c) => c.outcome) }
        const random = seededRandom(1)
        const sorted = sortHistory(history)
        const curve = aalenJohansen(timelineOf(history))
        const at = curve.timeline.t.findIndex((t) => t >= 8)
        if (at < 0) return
        const t = curve.timeline.t[at]!
        const draws = Array.from({ length: 400 }, () => lookAhead(resampleIncidence(sorted, random), -1, t + 1).chance)
        const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
        expect(Math.abs(mean - curve.incidence[at]!)).toBeLessThan(0.05)
      }),
      { numRuns: 15 },
    )
  })
})
