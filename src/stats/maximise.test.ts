import { describe, expect, it } from 'vitest'
import { maximise, normalAtMaximum, type Objective } from './maximise.ts'
import { seededRandom } from './seeded-random.ts'

/** Rosenbrock's valley, turned over. */
const valley: Objective = ([x, y]) => ({
  value: -((1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2),
  gradient: [2 * (1 - x!) + 400 * x! * (y! - x! ** 2), -200 * (y! - x! ** 2)],
})

/** A normal log-density with variances 0.04 and 0.01 and covariance 0.01. */
const hill: Objective = ([x, y]) => ({
  value: -50 * ((x! ** 2 - 2 * x! * y! + 4 * y! ** 2) / 3),
  gradient: [(-100 * (x! - y!)) / 3, (-100 * (4 * y! - x!)) / 3],
})

describe('maximise', () => {
  it('finds the top of a bent valley', () => {
    const { x, isConverged } = maximise(valley, [-1.2, 1], 1)
    expect(isConverged).toBe(true)
    expect(x).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)])
  })

  it('says so when there is no top', () => {
    const slope: Objective = ([x]) => ({ value: x!, gradient: [1] })
    expect(maximise(slope, [0], 1).isConverged).toBe(false)
  })
})

describe('normalAtMaximum', () => {
  it('draws with the covariance of the curvature', () => {
    const draw = normalAtMaximum(hill, [0, 0])!
    const random = seededRandom(9)
    const points = Array.from({ length: 20_000 }, () => draw([random.normal(), random.normal()]) as [number, number])
    const mean = (of: (p: [number, number]) => number) => points.reduce((sum, p) => sum + 100 * of(p), 0) / points.length
    expect(mean(([x]) => x * x)).toBeCloseTo(4, 0)
    expect(mean(([, y]) => y * y)).toBeCloseTo(1, 1)
    expect(mean(([x, y]) => x * y)).toBeCloseTo(1, 1)
  })

  it('has no law where the curvature is not that of a maximum', () => {
    expect(normalAtMaximum(([x]) => ({ value: x! ** 2, gradient: [2 * x!] }), [0])).toBeNull()
  })
})
