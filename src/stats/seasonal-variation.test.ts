import { expect, test } from 'vitest'
import { seasonalVariation } from './seasonal-variation.ts'

const months = (sums: readonly number[]) => new Map(sums.map((sum, i) => [i + 1, sum]))
const season = [1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1]

test('is the standard deviation over the mean of twelve months', () => {
  const sums = [10, 20, 10, 20, 10, 20, 10, 20, 10, 20, 10, 20]
  expect(seasonalVariation(months(sums), 12).value).toBeCloseTo(Math.sqrt((12 * 25) / 11) / 15, 12)
})

test('is nothing where a year repeats the seasons of the years before, whatever the growth', () => {
  const years = [season.map((x) => 7 * x), season.map((x) => 3 * x), season]
  expect(seasonalVariation(months(years.flat()), 12).value).toBeCloseTo(0, 12)
  expect(seasonalVariation(months(years[0]!), 12).value).toBeGreaterThan(0.4)
})

test('keeps the seasons while a month of the years before is empty', () => {
  const before = season.map((x, i) => (i === 3 ? 0 : x))
  expect(seasonalVariation(months([...season, ...before]), 12).value).toBe(seasonalVariation(months(season), 12).value)
})

test('says nothing of less than a year', () => {
  expect(seasonalVariation(months(season.slice(0, 11)), 12).why).toBe('too_few')
  expect(seasonalVariation(new Map(), 12).why).toBe('too_few')
})
