import { expect, test } from 'vitest'
import { netShare } from './net-share.ts'

test('is the share of those for less that of those against, with the adjusted Wald interval', () => {
  const { value, low, high } = netShare(6, 1, 10)
  expect(value).toBeCloseTo(0.5, 12)
  expect(low).toBeCloseTo(-0.002033, 6)
  expect(high).toBeCloseTo(0.771264, 6)
})

test('stays within -1 and 1, and has no value without answers', () => {
  expect(netShare(3, 0, 3).high).toBeLessThanOrEqual(1)
  expect(netShare(0, 4, 4).low).toBeGreaterThanOrEqual(-1)
  expect(netShare(0, 0, 0)).toEqual({ value: null, low: null, high: null, why: 'no_cases' })
})
