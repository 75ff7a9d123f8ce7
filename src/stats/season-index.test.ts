import { describe, expect, it } from 'vitest'
import { SEASON_WEEKS, seasonIndex } from './season-index.ts'

const wave = (week: number) => 100 * (1 + 0.5 * Math.sin((2 * Math.PI * week) / 52))

describe('seasonIndex', () => {
  it('follows the same weeks of the years before', () => {
    const counts = Array.from({ length: 27 + SEASON_WEEKS }, (_, i) => wave(i))
    const index = seasonIndex(counts, 27)
    const own = counts.slice(-27)
    const mean = own.reduce((sum, x) => sum + x, 0) / 27
    index.forEach((factor, i) => {
      expect(Math.abs(factor - own[i]! / mean)).toBeLessThan(0.03)
    })
  })

  it('is flat while no year is known whole, or too few events tell it', () => {
    const flat = Array.from({ length: 27 }, () => 1)
    const young = Array.from({ length: 27 + SEASON_WEEKS }, (_, i) => (i < SEASON_WEEKS - 40 ? 0 : wave(i)))
    expect(seasonIndex(young, 27)).toEqual(flat)
    expect(
      seasonIndex(
        Array.from({ length: 27 + SEASON_WEEKS }, () => 10),
        27,
      ),
    ).toEqual(flat)
    expect(seasonIndex([], 27)).toEqual(flat)
  })

  it('takes one year where two are not known', () => {
    const counts = Array.from({ length: 27 + SEASON_WEEKS }, (_, i) => (i < 40 ? 0 : wave(i)))
    expect(Math.max(...seasonIndex(counts, 27)) / Math.min(...seasonIndex(counts, 27))).toBeGreaterThan(1.2)
  })
})
