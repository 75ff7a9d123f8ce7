import { describe, expect, it } from 'vitest'
import { type PanelRow, panelFactor } from './panel-factor.ts'
import { seededRandom } from './seeded-random.ts'

/** People with levels of their own in habit and result, months alike for all; `slope` ties them, and the mix of leads confounds. */
function panel(seed: number, slope: number, confounding = 0, people = 12): PanelRow[] {
  const random = seededRandom(seed)
  return Array.from({ length: people }, (_, i) => i).flatMap((i) => {
    const [own, level] = [random.normal(), random.normal()]
    return Array.from({ length: 9 }, (__, month) => {
      const cold = random.normal()
      const x = own + random.normal() + confounding * cold
      return {
        person: `p${i}`,
        x,
        y: 5 + level + slope * x + 2 * confounding * cold + random.normal(),
        mix: [cold],
        levels: [String(month), i % 2 ? 'caller' : 'seller'],
      }
    })
  })
}

describe('panelFactor', () => {
  it('finds the slope for one standard deviation', () => {
    const found = panelFactor(panel(1, 0.8), 1)!
    expect(found.low).toBeGreaterThan(0)
    expect(found.p).toBeLessThan(0.02)
    expect(found.effect).toBeGreaterThan(0.6)
    expect(found.best).toBeGreaterThan(found.rest)
    expect([found.people, found.rows]).toEqual([12, 108])
  })

  it('takes nothing for a habit that only the mix of leads explains', () => {
    expect(panelFactor(panel(3, 0, 3), 1)!.p).toBeGreaterThan(0.05)
    expect(
      panelFactor(
        panel(3, 0, 3).map((row) => ({ ...row, mix: [] })),
        1,
      )!.p,
    ).toBeLessThan(0.01)
  })

  it('calls one in ten of the habits that mean nothing a finding at 10 %, not more', () => {
    const runs = 200
    const false10 = Array.from({ length: runs }, (_, i) => panelFactor(panel(100 + i, 0, 0, 8), 1)!).filter(({ p }) => p <= 0.1).length
    expect(false10 / runs).toBeGreaterThan(0.04)
    expect(false10 / runs).toBeLessThan(0.16)
  })

  it('is not told with too few people or rows, or of a habit all share', () => {
    expect(panelFactor(panel(1, 1, 0, 3), 1)).toBeNull()
    expect(panelFactor(panel(1, 1).slice(0, 9), 1)).toBeNull()
    expect(
      panelFactor(
        panel(1, 1).map((row) => ({ ...row, x: 0.4 })),
        1,
      ),
    ).toBeNull()
    expect(panelFactor([], 1)).toBeNull()
  })
})
