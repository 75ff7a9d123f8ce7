import { describe, expect, it } from 'vitest'
import { oddsByBand, oddsWithin, type ResponseCell, slopeOfDelay } from './response-odds.ts'
import { seededRandom } from './seeded-random.ts'
import { fitSparseLogistic } from './sparse-logistic.ts'

const cell = (channel: string, band: number, n: number, wins: number): ResponseCell => ({
  channel,
  hour: '1 10',
  band,
  n,
  wins,
  logMinutes: n * band,
})

describe('fitSparseLogistic', () => {
  it('gives the log odds ratio of a table and its error by Woolf, up to the weak prior', () => {
    const fit = fitSparseLogistic(
      [
        { n: 10_000, hits: 3000, at: [0], by: [1] },
        { n: 10_000, hits: 5000, at: [0, 1], by: [1, 1] },
      ],
      2,
    )
    expect(fit.isConverged).toBe(true)
    expect(fit.coefficients[1]!).toBeCloseTo(Math.log(7 / 3), 3)
    expect(fit.error(1)).toBeCloseTo(Math.sqrt(1 / 3000 + 1 / 7000 + 1 / 5000 + 1 / 5000), 4)
  })

  it('stays finite where no case is a hit', () => {
    const fit = fitSparseLogistic(
      [
        { n: 30, hits: 10, at: [0], by: [1] },
        { n: 30, hits: 0, at: [0, 1], by: [1, 1] },
      ],
      2,
    )
    expect(fit.isConverged).toBe(true)
    expect(fit.coefficients[1]!).toBeLessThan(-1)
    expect(fit.coefficients[1]!).toBeGreaterThan(-20)
  })
})

describe('odds of winning by delay', () => {
  // Within each channel the delay changes nothing; the good channel is answered quickly.
  const mixed = [cell('good', 0, 8000, 4000), cell('good', 3, 2000, 1000), cell('bad', 0, 2000, 200), cell('bad', 3, 8000, 800)]

  it('are not what the mix of channels makes of them', () => {
    const crude = 4200 / 5800 / (1800 / 8200)
    expect(crude).toBeGreaterThan(3)
    expect(oddsWithin(mixed, 2)!.odds).toBeCloseTo(1, 2)
    expect(oddsByBand(mixed).map(({ band, n }) => [band, n])).toEqual([
      [0, 10_000],
      [3, 10_000],
    ])
    expect(oddsByBand(mixed)[1]!.odds).toBeCloseTo(1, 2)
  })

  it('are told for nobody without cases, and not for a side of a few', () => {
    expect(oddsByBand([])).toEqual([])
    expect(oddsWithin([], 1)).toBeNull()
    expect(oddsWithin([cell('a', 0, 100, 20), cell('a', 3, 19, 2)], 1)).toBeNull()
    expect(slopeOfDelay([cell('a', 0, 19, 3)])).toBeNull()
  })

  it('fall with the slope that made them, whose 95 % interval holds it as often as it should', () => {
    const [truth, runs] = [-0.3, 200]
    let held = 0
    for (let seed = 1; seed <= runs; seed++) {
      const random = seededRandom(seed)
      const cells = ['a', 'b', 'c'].flatMap((channel, i) =>
        [0, 1, 2, 4, 6].map((band): ResponseCell => {
          const p = 1 / (1 + Math.exp(-(-1 + 0.4 * i + truth * band)))
          const n = 60
          return { ...cell(channel, band, n, 0), wins: Array.from({ length: n }, () => random.uniform() < p).filter(Boolean).length }
        }),
      )
      const slope = slopeOfDelay(cells)!
      if (slope.low <= truth && truth <= slope.high) held++
    }
    expect(held / runs).toBeGreaterThan(0.9)
    expect(held / runs).toBeLessThan(0.99)
  })
})
