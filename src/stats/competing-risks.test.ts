import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReference, readReferenceRows } from '../../test/reference-data.ts'
import { aalenJohansen, hitTimeQuantile, type IncidenceCurve, incidenceAt, incidencePoints, timingOfHits } from './competing-risks.ts'
import { type Cases, type Timeline, timelineOf } from './timeline.ts'

const curveOf = (cases: Cases) => aalenJohansen(timelineOf(cases))

const someCases = fc
  .array(fc.record({ exit: fc.integer({ min: 0, max: 20 }), outcome: fc.constantFrom(0, 1, 2), late: fc.integer({ min: 0, max: 12 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((cases) => ({
    exit: cases.map((c) => c.exit),
    outcome: cases.map((c) => c.outcome),
    entry: cases.map((c) => Math.max(0, c.late - 8)),
  }))

/** The gradients as the method writes them, each j apart: the slow way. */
function gradients(timeline: Timeline, curve: IncidenceCurve, i: number): { byHit: number; byMiss: number }[] {
  let survival = 1
  return Array.from(timeline.t, (_, j) => {
    const h = (timeline.events[j]! + timeline.competing[j]!) / timeline.atRisk[j]!
    const before = survival
    survival *= 1 - h
    if (j > i) return { byHit: 0, byMiss: 0 }
    const rest = h >= 1 - 1e-12 ? 0 : (curve.incidence[i]! - curve.incidence[j]!) / (1 - h)
    return { byHit: before - rest, byMiss: -rest }
  })
}

function variance(timeline: Timeline, gradient: { byHit: number; byMiss: number }[]): number {
  return gradient.reduce((sum, { byHit, byMiss }, j) => {
    const n = timeline.atRisk[j]!
    const [h1, h2] = [timeline.events[j]! / n, timeline.competing[j]! / n]
    return sum + (byHit ** 2 * h1 + byMiss ** 2 * h2 - (byHit * h1 + byMiss * h2) ** 2) / n
  }, 0)
}

describe('aalenJohansen', () => {
  it('has the variance of the delta method at every instant', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const curve = curveOf(cases)
        curve.timeline.t.forEach((_, i) => {
          expect(curve.variance[i]!).toBeCloseTo(variance(curve.timeline, gradients(curve.timeline, curve, i)), 10)
        })
      }),
    )
  })

  it('rises within [0, 1] and, with both outcomes, adds up to what has left', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const curve = curveOf(cases)
        const other = curveOf({ ...cases, outcome: cases.outcome.map((o) => (o === 0 ? 0 : 3 - o)) })
        let last = 0
        incidencePoints(curve).forEach(({ incidence, low, high }, i) => {
          expect(incidence).toBeGreaterThanOrEqual(last)
          expect(low ?? 0).toBeLessThanOrEqual(incidence + 1e-12)
          expect(high ?? 1).toBeGreaterThanOrEqual(incidence - 1e-12)
          expect(incidence + other.incidence[i]!).toBeCloseTo(1 - curve.survival[i]!, 12)
          last = incidence
        })
      }),
    )
  })

  it('is null at a horizon nobody was followed to while cases are open', () => {
    const open = curveOf({ exit: [5, 8, 20], outcome: [1, 2, 0] })
    expect(incidenceAt(open, 20).value).toBeCloseTo(1 / 3, 12)
    expect(incidenceAt(open, 21)).toMatchObject({ value: null, why: 'follow_up_short' })
    expect(incidenceAt(curveOf({ exit: [5, 8], outcome: [1, 2] }), 90)).toMatchObject({ value: 0.5, why: null })
    expect(incidenceAt(curveOf({ exit: [5, 8], outcome: [2, 2] }), 90)).toEqual({ value: 0, low: null, high: null, why: null })
    expect(incidenceAt(curveOf({ exit: [], outcome: [] }), 1).why).toBe('no_cases')
  })

  it.runIf(hasReferenceData)('mgus2: incidence at 360 months as R has it', () => {
    const rows = readReferenceRows('survival/mgus2.csv')
    const published = JSON.parse(readReference('reference.json')).survival.mgus2_CIF_360m
    const codes = (hit: string) => rows.map((r) => (r.event === hit ? 1 : r.event === 'pcm' || r.event === 'death' ? 2 : 0))
    const exit = rows.map((r) => r.time as number)
    expect(incidenceAt(curveOf({ exit, outcome: codes('pcm') }), 360).value!).toBeCloseTo(published.pcm, 8)
    expect(incidenceAt(curveOf({ exit, outcome: codes('death') }), 360).value!).toBeCloseTo(published.death, 8)
  })
})

describe('timingOfHits', () => {
  it('has the variance of F / F(end) by the same gradients', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const curve = curveOf(cases)
        const timing = timingOfHits(curve)
        if (timing === null) {
          expect(curve.incidence.at(-1) ?? 0).toBe(0)
          return
        }
        const { timeline } = curve
        const last = timeline.t.length - 1
        const end = curve.incidence[last]!
        const atEnd = gradients(timeline, curve, last)
        timeline.t.forEach((_, i) => {
          const g = timing.share[i]!
          if (g === 0 || g > 1 - 1e-9) return
          const gradient = gradients(timeline, curve, i).map(({ byHit, byMiss }, j) => ({
            byHit: (byHit - g * atEnd[j]!.byHit) / end,
            byMiss: (byMiss - g * atEnd[j]!.byMiss) / end,
          }))
          const spread = (1.959964 * Math.sqrt(variance(timeline, gradient))) / ((1 - g) * -Math.log(1 - g))
          expect(timing.low[i]!).toBeCloseTo(1 - (1 - g) ** Math.exp(-spread), 6)
          expect(timing.high[i]!).toBeCloseTo(1 - (1 - g) ** Math.exp(spread), 6)
        })
        expect([timing.share[last], timing.low[last], timing.high[last]]).toEqual([expect.closeTo(1, 12), 1, 1])
      }),
    )
  })
})

describe('hitTimeQuantile', () => {
  it('is the median among the hits when nothing else happens', () => {
    const exit = [1, 2, 3, 4, 5, 6, 7, 8, 9, 20]
    expect(hitTimeQuantile(curveOf({ exit, outcome: exit.map(() => 1) }), 0.5)).toMatchObject({ value: 5, why: null })
  })

  it('is the plain median of the hits when the misses are all known', () => {
    expect(hitTimeQuantile(curveOf({ exit: [10, 20, 30, 1, 90], outcome: [1, 1, 1, 2, 2] }), 0.5).value).toBe(20)
  })

  it('needs a case that left at three times the value', () => {
    const cases = (last: number) => curveOf({ exit: [10, 20, 30, last], outcome: [1, 1, 1, 0] })
    expect(hitTimeQuantile(cases(59), 0.5)).toMatchObject({ value: null, low: null, high: null, why: 'follow_up_short' })
    expect(hitTimeQuantile(cases(60), 0.5)).toMatchObject({ value: 20, why: null })
  })

  it('has no value without a hit or without cases', () => {
    expect(hitTimeQuantile(curveOf({ exit: [10, 20], outcome: [2, 0] }), 0.5).why).toBe('not_reached')
    expect(hitTimeQuantile(curveOf({ exit: [], outcome: [] }), 0.5).why).toBe('no_cases')
  })
})
