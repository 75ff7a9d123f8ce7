import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasReferenceData, readReference, readReferenceRows } from '../../test/reference-data.ts'
import { eventShareAt, kaplanMeier, survivalAt, survivalPoints, survivalQuantile } from './survival.ts'
import { type Cases, timelineOf, timelineOfHistogram, timelineWithout } from './timeline.ts'

const curveOf = (cases: Cases) => kaplanMeier(timelineOf(cases))

/** First responses of seven leads in business seconds, two of them still waiting. */
const responses = { exit: [300, 1200, 1200, 0, 14_400, 600, 60], outcome: [1, 1, 1, 1, 0, 0, 1] }

const someCases = fc
  .array(fc.record({ exit: fc.integer({ min: 0, max: 30 }), outcome: fc.constantFrom(0, 1), late: fc.integer({ min: 0, max: 10 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((cases) => ({
    exit: cases.map((c) => c.exit),
    outcome: cases.map((c) => c.outcome),
    entry: cases.map((c) => Math.max(0, c.late - 7)),
  }))

describe('kaplanMeier', () => {
  it('gives the steps and quantiles worked by hand', () => {
    const curve = curveOf(responses)
    expect([...curve.timeline.t]).toEqual([0, 60, 300, 600, 1200, 14_400])
    expect([...curve.survival]).toEqual([6 / 7, 5 / 7, 4 / 7, 4 / 7, 4 / 21, 4 / 21].map((s) => expect.closeTo(s, 12)))
    expect(survivalQuantile(curve, 0.5)).toEqual({ value: 1200, low: 0, high: null, why: null })
    expect(survivalQuantile(curve, 0.9)).toMatchObject({ value: null, why: 'not_reached' })
  })

  it('takes the time at which the level is met exactly, no midpoint', () => {
    const quantile = (exit: number[]) => survivalQuantile(curveOf({ exit, outcome: exit.map(() => 1) }), 0.5).value
    expect(quantile([0, 2400, 900, 180])).toBe(180)
    expect(quantile([1, 2, 3, 4])).toBe(2)
    expect(survivalQuantile(curveOf({ exit: [0, 3000, 25_200, 50_400], outcome: [1, 1, 1, 0] }), 0.5).value).toBe(3000)
    expect(survivalQuantile(curveOf({ exit: [10, 2, 4, 37], outcome: [0, 1, 1, 0] }), 0.5).value).toBe(4)
  })

  it('is null before the cases were followed that long, and 0 when all are through', () => {
    const open = curveOf({ exit: [10, 20], outcome: [1, 0] })
    expect(survivalAt(open, 20).value).toBe(0.5)
    expect(survivalAt(open, 21)).toMatchObject({ value: null, why: 'follow_up_short' })
    expect(survivalAt(open, 5)).toEqual({ value: 1, low: null, high: null, why: null })
    const through = curveOf({ exit: [179], outcome: [1] })
    expect(eventShareAt(through, 365)).toEqual({ value: 1, low: null, high: null, why: null })
    expect(survivalAt(curveOf({ exit: [], outcome: [] }), 1).why).toBe('no_cases')
  })

  it('puts a late entrant at risk at its own entry, and leaves out who left before', () => {
    const curve = curveOf({ exit: [5, 5, 9, 2], entry: [0, 5, 6, 3], outcome: [1, 0, 1, 1] })
    expect(survivalPoints(curve).map(({ t, at_risk, s }) => [t, at_risk, s])).toEqual([
      [0, 1, 1],
      [5, 2, 0.5],
      [9, 1, 0],
    ])
    expect(curve.timeline).toMatchObject({ n: 3, enteredLate: 2 })
  })

  it('falls from 1, keeps its limits around it and equals the plain share when nothing is open', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const points = survivalPoints(curveOf(cases))
        points.forEach((point, i) => {
          expect(point.s).toBeLessThanOrEqual(i === 0 ? 1 : points[i - 1]!.s)
          if (point.low !== null) expect(point.low).toBeLessThan(point.s)
          if (point.high !== null) expect(point.high).toBeGreaterThan(point.s)
        })
        const closed = survivalPoints(curveOf({ exit: cases.exit, outcome: cases.exit.map(() => 1) }))
        for (const { t, s } of closed.slice(1)) {
          expect(s).toBeCloseTo(cases.exit.filter((x) => x > t).length / cases.exit.length, 12)
        }
      }),
    )
  })

  it('counts a weight of 2 as two cases and a histogram as its cases', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const twice = {
          exit: [...cases.exit, ...cases.exit],
          entry: [...cases.entry, ...cases.entry],
          outcome: [...cases.outcome, ...cases.outcome],
        }
        const weighted = timelineOf({ ...cases, weight: cases.exit.map(() => 2) })
        expect(weighted).toEqual(timelineOf(twice))
        const t = [...new Set(cases.exit)]
        const count = (outcome: number) => t.map((x) => cases.exit.filter((e, i) => e === x && cases.outcome[i] === outcome).length)
        expect(timelineOfHistogram({ t, events: count(1), censored: count(0) })).toEqual(
          timelineOf({ exit: cases.exit, outcome: cases.outcome }),
        )
      }),
    )
  })

  it('does not depend on the order of the cases', () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const back = { exit: cases.exit.toReversed(), entry: cases.entry.toReversed(), outcome: cases.outcome.toReversed() }
        expect(timelineOf(back)).toEqual(timelineOf(cases))
      }),
    )
  })
})

it('counts everybody else the same as if they alone had been there', () => {
  const cases = fc.array(fc.tuple(fc.nat(8), fc.nat(2), fc.boolean()), { maxLength: 40 })
  const of = (rows: readonly (readonly [number, number, boolean])[]) =>
    timelineOf({ exit: rows.map(([exit]) => exit), outcome: rows.map(([, outcome]) => outcome) })
  fc.assert(
    fc.property(cases, (rows) => {
      const others = timelineWithout(of(rows), of(rows.filter(([, , isOwn]) => isOwn)))
      expect(others).toEqual(of(rows.filter(([, , isOwn]) => !isOwn)))
    }),
  )
})

describe.runIf(hasReferenceData)('published survival figures', () => {
  const published = hasReferenceData ? JSON.parse(readReference('reference.json')).survival : null
  const lung = () => {
    const rows = readReferenceRows('survival/lung.csv')
    return curveOf({ exit: rows.map((r) => r.time as number), outcome: rows.map((r) => (r.status === 2 ? 1 : 0)) })
  }

  it('lung: the curve and its quantiles with log-log limits', () => {
    const curve = lung()
    for (const [t, s] of Object.entries(published.lung.S)) expect(survivalAt(curve, Number(t)).value!).toBeCloseTo(s as number, 9)
    for (const [q, expected] of Object.entries(published.lung.rule_of_methods.quantiles_with_loglog)) {
      const { value, low, high } = survivalQuantile(curve, Number(q) / 100)
      expect([value, low, high]).toEqual(expected)
    }
  })

  it('aml and gehan: medians of both groups', () => {
    const median = (rows: ReturnType<typeof readReferenceRows>, event: string) =>
      survivalQuantile(curveOf({ exit: rows.map((r) => r.time as number), outcome: rows.map((r) => r[event] as number) }), 0.5).value
    const aml = readReferenceRows('survival/aml.csv')
    expect(
      ['Maintained', 'Nonmaintained'].map((x) =>
        median(
          aml.filter((r) => r.x === x),
          'status',
        ),
      ),
    ).toEqual(published.aml.median)
    const gehan = readReferenceRows('survival/gehan.csv')
    expect(
      ['6-MP', 'control'].map((x) =>
        median(
          gehan.filter((r) => r.treat === x),
          'cens',
        ),
      ),
    ).toEqual(published.gehan.median)
  })
})
