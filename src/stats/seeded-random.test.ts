import { describe, expect, it } from 'vitest'
import { seededRandom } from './seeded-random.ts'

const many = (draw: () => number, n = 40_000) => Array.from({ length: n }, draw)
const meanOf = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
const varianceOf = (values: number[]) => {
  const mean = meanOf(values)
  return meanOf(values.map((x) => (x - mean) ** 2))
}

describe('seededRandom', () => {
  it('gives the same stream for a seed and another for another', () => {
    const [a, b, c] = [seededRandom(7), seededRandom(7), seededRandom(8)]
    const first = many(a.uniform, 50)
    expect(many(b.uniform, 50)).toEqual(first)
    expect(many(c.uniform, 50)).not.toEqual(first)
  })

  it('keeps its first numbers for ever', () => {
    const random = seededRandom(1)
    expect(many(random.uniform, 3)).toMatchInlineSnapshot(`
      [
        0.09156953175513294,
        0.8881928137485323,
        0.43427017709149285,
      ]
    `)
  })

  it('stays in [0, 1) and below its bound', () => {
    const random = seededRandom(3)
    const uniform = many(random.uniform)
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...uniform)).toBeLessThan(1)
    expect(new Set(many(() => random.below(5), 500))).toEqual(new Set([0, 1, 2, 3, 4]))
  })

  it.each([
    ['uniform', (r: ReturnType<typeof seededRandom>) => r.uniform(), 0.5, 1 / 12],
    ['normal', (r: ReturnType<typeof seededRandom>) => r.normal(), 0, 1],
    ['gamma 0.4', (r: ReturnType<typeof seededRandom>) => r.gamma(0.4), 0.4, 0.4],
    ['gamma 9', (r: ReturnType<typeof seededRandom>) => r.gamma(9), 9, 9],
    ['beta 2, 5', (r: ReturnType<typeof seededRandom>) => r.beta(2, 5), 2 / 7, 10 / (49 * 8)],
    ['poisson 3', (r: ReturnType<typeof seededRandom>) => r.poisson(3), 3, 3],
    ['poisson 240', (r: ReturnType<typeof seededRandom>) => r.poisson(240), 240, 240],
  ])('%s has its mean and variance', (_, draw, mean, variance) => {
    const random = seededRandom(11)
    const values = many(() => draw(random))
    expect(Math.abs(meanOf(values) - mean)).toBeLessThan(5 * Math.sqrt(variance / values.length))
    expect(varianceOf(values) / variance).toBeCloseTo(1, 1)
  })

  it('draws tiny beta shapes without losing the number', () => {
    const random = seededRandom(5)
    for (const x of many(() => random.beta(1e-4, 1e-4), 200)) expect(x >= 0 && x <= 1).toBe(true)
  })
})
