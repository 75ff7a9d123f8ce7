import { describe, expect, it } from 'vitest'
import { meanOf, SHARE, UNCUT } from './mean.ts'

describe('meanOf', () => {
  it('gives a value from one case on and an interval from five on', () => {
    expect(meanOf(0, 0, 0).why).toBe('no_cases')
    expect(meanOf(1, 7, 49)).toEqual({ value: 7, low: null, high: null, why: null })
    expect(meanOf(4, 10, 30)).toMatchObject({ value: 2.5, low: null, high: null })
    expect(meanOf(5, 15, 55)).toMatchObject({ value: 3, low: expect.closeTo(3 - 1.9632432, 6), high: expect.closeTo(3 + 1.9632432, 6) })
  })

  it('cuts amounts at 0 and shares at 0 and 1, and nothing when asked so', () => {
    expect(meanOf(5, 10, 100).low).toBe(0)
    expect(meanOf(5, 10, 100, UNCUT).low).toBeLessThan(0)
    expect(meanOf(5, 4.5, 4.25, SHARE).high).toBe(1)
  })

  it('gives equal values no width', () => {
    const amount = 0.1 + 0.2
    expect(meanOf(7, 7 * amount, 7 * amount * amount)).toMatchObject({ low: expect.closeTo(amount, 12), high: expect.closeTo(amount, 12) })
  })
})
