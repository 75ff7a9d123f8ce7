import { describe, expect, it } from 'vitest'
import { coachingEffect } from './coaching-effect.ts'

const person = (before: [number, number], after: [number, number]) => ({
  before: { k: before[0], n: before[1] },
  after: { k: after[0], n: after[1] },
})
const steady = [person([20, 100], [21, 100]), person([30, 100], [29, 100]), person([25, 100], [25, 100]), person([40, 100], [41, 100])]

describe('coachingEffect', () => {
  it('sees a change that only the coached person had', () => {
    const effect = coachingEffect(person([40, 200], [100, 200]), steady, 8, 1, 1)
    expect(effect).toMatchObject({ helped: true, isTooEarly: false, why: null })
    expect(effect.low!).toBeLessThan(effect.value!)
    expect(effect.high!).toBeGreaterThan(effect.value!)
  })

  it('does not credit coaching with a season all had', () => {
    const season = steady.map((p) => ({ before: p.before, after: { k: p.after.k + 20, n: 100 } }))
    expect(coachingEffect(person([25, 100], [45, 100]), season, 8, 1, 1).helped).toBe(false)
  })

  it('turns where a lower rate is better', () => {
    expect(coachingEffect(person([100, 200], [40, 200]), steady, 8, -1, 1).helped).toBe(true)
    expect(coachingEffect(person([100, 200], [40, 200]), steady, 8, 1, 1).helped).toBe(false)
  })

  it('is too early under 4 weeks or 10 cases, whatever was seen', () => {
    expect(coachingEffect(person([40, 200], [100, 200]), steady, 3, 1, 1)).toMatchObject({ isTooEarly: true, helped: false })
    expect(coachingEffect(person([2, 100], [9, 9]), steady, 8, 1, 1)).toMatchObject({ isTooEarly: true, helped: false })
  })

  it('has no value without peers to compare with', () => {
    expect(coachingEffect(person([2, 10], [5, 10]), [], 8, 1, 1)).toMatchObject({ value: null, why: 'too_few', helped: false })
    expect(coachingEffect(person([2, 10], [5, 10]), steady.slice(0, 1), 8, 1, 1).why).toBe('too_few')
  })

  it('answers the same for the same seed', () => {
    const once = coachingEffect(person([40, 200], [60, 200]), steady, 8, 1, 5)
    expect(coachingEffect(person([40, 200], [60, 200]), steady, 8, 1, 5)).toEqual(once)
  })
})
