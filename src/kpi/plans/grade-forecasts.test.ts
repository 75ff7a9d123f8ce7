import { describe, expect, it } from 'vitest'
import { gradeForecasts } from './grade-forecasts.ts'

const made = (p10: number, p50: number, p90: number, result: number | null, probability: number | null = 0.5) => ({
  p10,
  p50,
  p90,
  result,
  probability,
  target: 100,
})

describe('gradeForecasts', () => {
  it('counts bands that held, leanings and chances of periods that are over', () => {
    const graded = gradeForecasts([
      made(80, 110, 120, 100, 0.8),
      made(80, 90, 95, 100, 0.2),
      made(80, 90, 95, null),
      made(70, 90, 120, 90, 0.3),
    ])
    expect(graded.forecasts).toBe(3)
    expect(graded.coverage).toBeCloseTo(2 / 3, 9)
    // + 10 %, - 10 %, 0.
    expect(graded.bias).toBeCloseTo(0, 9)
    expect(graded.brier).toBeCloseTo((0.04 + 0.64 + 0.09) / 3, 9)
  })

  it('has nothing to say of none', () => {
    expect(gradeForecasts([made(1, 2, 3, null)])).toEqual({ forecasts: 0, coverage: null, bias: null, brier: null })
  })
})
