import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilson } from './proportion.ts'
import { timelineOf } from './timeline.ts'
import { waitingShare } from './waiting-share.ts'

describe('waitingShare', () => {
  it('gives the figure worked by hand: a miss after 2 days, a hit after 4, one still there', () => {
    expect(waitingShare(timelineOf({ exit: [2, 4, 41], outcome: [2, 1, 0] }))).toEqual({
      value: expect.closeTo(1 / 3, 12),
      low: expect.closeTo(0.061492, 6),
      high: expect.closeTo(0.79234, 6),
      why: null,
      n: 3,
      pending: 1,
      n_eff: expect.closeTo(3, 9),
    })
  })

  it('is no_cases while none is decided, whatever is pending', () => {
    expect(waitingShare(timelineOf({ exit: [5, 6], outcome: [0, 0] }))).toMatchObject({ value: null, why: 'no_cases', n: 2, pending: 2 })
  })

  it('takes the decided cases as n_eff at 0 and at 1', () => {
    const none = waitingShare(timelineOf({ exit: [1, 2, 9, 9], outcome: [2, 2, 0, 0] }))
    expect(none).toMatchObject({ value: 0, n_eff: 2, pending: 2, low: 0, high: wilson(0, 2).high })
    const all = waitingShare(timelineOf({ exit: [1, 2, 9, 9], outcome: [0, 1, 1, 1] }))
    expect(all).toMatchObject({ value: 1, n_eff: 3, high: 1, low: wilson(3, 3).low })
  })

  it('equals hits / cases with its Wilson interval when nothing is pending', () => {
    const decided = fc.array(fc.record({ exit: fc.integer({ min: 0, max: 20 }), hit: fc.boolean() }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(decided, (cases) => {
        const hits = cases.filter((c) => c.hit).length
        const share = waitingShare(timelineOf({ exit: cases.map((c) => c.exit), outcome: cases.map((c) => (c.hit ? 1 : 2)) }))
        const { value, low, high } = wilson(hits, cases.length)
        expect(share).toMatchObject({ value, low: expect.closeTo(low!, 12), high: expect.closeTo(high!, 12), n_eff: cases.length })
      }),
    )
  })

  it('does not move when undecided cases that never reached the first decision are added', () => {
    const base = { exit: [5, 6, 7, 9], outcome: [1, 2, 1, 2] }
    const more = { exit: [...base.exit, 1, 2, 3], outcome: [...base.outcome, 0, 0, 0] }
    expect(waitingShare(timelineOf(more)).value).toBeCloseTo(waitingShare(timelineOf(base)).value!, 12)
  })

  it('keeps 0 <= low <= value <= high <= 1 with open and late cases', () => {
    const some = fc.array(
      fc.record({ exit: fc.integer({ min: 0, max: 20 }), outcome: fc.constantFrom(0, 1, 2), entry: fc.integer({ min: 0, max: 6 }) }),
      { minLength: 1, maxLength: 50 },
    )
    fc.assert(
      fc.property(some, (cases) => {
        const share = waitingShare(
          timelineOf({ exit: cases.map((c) => c.exit), outcome: cases.map((c) => c.outcome), entry: cases.map((c) => c.entry) }),
        )
        if (share.value === null) return
        expect(share.low).toBeGreaterThanOrEqual(0)
        expect(share.low!).toBeLessThanOrEqual(share.value)
        expect(share.high!).toBeGreaterThanOrEqual(share.value)
        expect(share.high).toBeLessThanOrEqual(1)
        expect(share.n_eff).toBeGreaterThan(0)
      }),
    )
  })
})
