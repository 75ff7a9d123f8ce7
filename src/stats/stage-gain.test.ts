import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gainOfTime, gainsOfStages } from './stage-gain.ts'

const rate = (k: number, n: number) => ({ k, n })

describe('gainsOfStages', () => {
  it('is entries times the gap to the best quarter times the later rates', () => {
    const [first, second] = gainsOfStages(
      [
        { entries: 40, now: rate(20, 40), quarters: [rate(32, 40)] },
        { entries: 20, now: rate(10, 20), quarters: [rate(10, 20)] },
      ],
      1,
    )
    expect(first!.gain).toBeCloseTo(40 * 0.3 * 0.5, 12)
    expect(first!.low!).toBeGreaterThan(0)
    expect(first!.low!).toBeLessThan(6)
    expect(first!.high!).toBeGreaterThan(6)
    expect(second!.gain).toBe(0)
  })

  it('has no best without a quarter, and no gain where a later stage is unknown', () => {
    const [first, second] = gainsOfStages(
      [
        { entries: 40, now: rate(20, 40), quarters: [rate(32, 40)] },
        { entries: 0, now: rate(0, 0), quarters: [] },
      ],
      1,
    )
    expect(first).toEqual({ now: 0.5, best: 0.8, gain: null, low: null, high: null })
    expect(second).toEqual({ now: null, best: null, gain: null, low: null, high: null })
  })

  it('makes next to nothing of the luckiest of eight quarters of one rate', () => {
    const quarters = [30, 34, 28, 33, 31, 35, 29, 32].map((k) => rate(k, 50))
    const [stage] = gainsOfStages([{ entries: 50, now: rate(31, 50), quarters }], 1)
    expect(stage!.gain!).toBeLessThan(0.01 * 50)
    expect(50 * (35 / 50 - 31 / 50)).toBeGreaterThan(3)
  })

  it('is never negative, the limits around it, and the same for the same seed', () => {
    const someRate = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
      .map(([a, b]) => rate(Math.min(a, b), Math.max(a, b, 1)))
    fc.assert(
      fc.property(
        someRate,
        fc.array(someRate, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 100 }),
        (now, quarters, entries) => {
          const stages = [{ entries, now, quarters }]
          const [stage] = gainsOfStages(stages, 7)
          expect(stage!.gain!).toBeGreaterThanOrEqual(0)
          expect(stage!.low!).toBeGreaterThanOrEqual(0)
          expect(stage!.high!).toBeGreaterThanOrEqual(stage!.low!)
          expect(gainsOfStages(stages, 7)).toEqual([stage])
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('gainOfTime', () => {
  it('brings the sales of the shorter wait forward once', () => {
    const found = gainOfTime({ value: 10, low: 9, high: 11 }, { value: 7, low: 6, high: 8 }, 90, 90, 1)
    expect(found.gain).toBe(3)
    expect(found.low!).toBeLessThan(3)
    expect(found.high!).toBeGreaterThan(3)
    expect(gainOfTime({ value: 10, low: null, high: 11 }, { value: 12, low: 6, high: 8 }, 90, 90, 1)).toEqual({
      gain: 0,
      low: null,
      high: null,
    })
  })
})
