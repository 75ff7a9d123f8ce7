import { expect, test } from 'vitest'
import { leavingDays, neverDay, type PurchasePair } from './leaving-days.ts'

const bought = (days: readonly number[], segment = ''): PurchasePair[] =>
  days.map((day, i) => ({ segment, day, next: days[i + 1] ?? null, count: 1 }))

test('a customer leaves when twice the median gap of that day has passed', () => {
  // Gaps of 20: once three of them and the running one are known, S(20) = 1/4; from day 61 on the window is 40 days.
  const { from, company } = leavingDays(bought([0, 20, 40, 60]), 200)
  expect(from).toBe(0)
  expect(company[60]).toBe(60 + 41)
  expect(company[150]).toBe(150 + 41)
  expect(company[199]).toBe(neverDay)
})

test('the window is never shorter than 30 days nor longer than 365', () => {
  expect(leavingDays(bought([0, 2, 4, 6, 8]), 100).company[8]).toBe(8 + 31)
  expect(leavingDays(bought([0]), 500).company[0]).toBe(366)
})

test('a segment speaks for itself from twenty gaps on, from the day they are known', () => {
  const often = bought(
    Array.from({ length: 21 }, (_, i) => 10 * i),
    'often',
  )
  const rarely = Array.from({ length: 30 }, () => bought([0, 100, 200], 'rarely')).flat()
  const { company, segments } = leavingDays([...often, ...rarely], 400)
  expect(company[200]).toBe(200 + 201)
  expect(segments.often?.[200]).toBe(200 + 31)
  // On day 40 the twenty gaps were not known, and those of the company were 10 at four of 34 purchases: nobody leaves before day 201.
  expect(segments.often?.[0]).toBe(company[0])
})

test('without a purchase nobody leaves', () => {
  expect(leavingDays([], 10)).toEqual({ from: 10, company: [neverDay], segments: {} })
})
