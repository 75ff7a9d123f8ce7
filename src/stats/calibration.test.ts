import { describe, expect, it } from 'vitest'
import { calibrate, gradeForecasts, holdoutFrom } from './calibration.ts'
import { seededRandom } from './seeded-random.ts'

describe('calibrate', () => {
  it('gives the Brier score of a tiny set worked by hand', () => {
    const { brier, brierOfMean, table } = calibrate([
      { p: 0.9, happened: true },
      { p: 0.2, happened: false },
      { p: 0.25, happened: true },
      { p: 1, happened: true },
    ])
    expect(brier).toBeCloseTo((0.01 + 0.04 + 0.5625 + 0) / 4, 12)
    expect(brierOfMean).toBeCloseTo(0.1875, 12)
    expect(table.map(({ from, n }) => [from, n])).toEqual([
      [0.2, 2],
      [0.9, 2],
    ])
  })

  it('finds honest probabilities inside the observed limits', () => {
    const random = seededRandom(2)
    const forecasts = Array.from({ length: 20_000 }, () => {
      const p = random.uniform()
      return { p, happened: random.uniform() < p }
    })
    const { table, brier, brierOfMean } = calibrate(forecasts)
    expect(table).toHaveLength(10)
    const covered = table.filter((row) => row.forecast >= row.observed.low! && row.forecast <= row.observed.high!)
    expect(covered.length).toBeGreaterThanOrEqual(8)
    expect(brier!).toBeLessThan(brierOfMean!)
  })

  it('says nothing of nothing', () => {
    expect(calibrate([])).toEqual({ n: 0, brier: null, brierOfMean: null, table: [] })
  })

  it('keeps the last quarter of time back', () => {
    expect(holdoutFrom(100, 500)).toBe(400)
  })
})

describe('gradeForecasts', () => {
  it('counts results inside the band and the error of the middle', () => {
    const { coverage, bias } = gradeForecasts([
      { low: 80, middle: 100, high: 120, actual: 90 },
      { low: 80, middle: 100, high: 120, actual: 130 },
    ])
    expect(coverage.value).toBe(0.5)
    expect(bias).toBeCloseTo(-20 / 220, 12)
    expect(gradeForecasts([])).toMatchObject({ coverage: { why: 'no_cases' }, bias: null })
  })
})
