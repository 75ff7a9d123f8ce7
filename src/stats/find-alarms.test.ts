// The budget of false alarms on a stable company, and how long a planted change goes unseen. Figures of the last run stand beside.
import { describe, expect, it } from 'vitest'
import { type Alarm, findAlarms, type Series, WATCHED_WEEKS } from './find-alarms.ts'
import { tailsOfCount, tailsOfShare } from './predictive-tails.ts'
import { type SeededRandom, seededRandom } from './seeded-random.ts'

const people = 12
const weeksSimulated = 40
type Law = (random: SeededRandom, week: number) => { count: number; exposure: number } | { hits: number; n: number }

const binomial = (random: SeededRandom, n: number, p: number) => {
  let hits = 0
  for (let i = 0; i < n; i++) if (random.uniform() < p) hits++
  return hits
}
/** Weeks differ more than chance alone makes them: rates wander around their level. */
const counts =
  (mean: number, strength: number): Law =>
  (random, week) => {
    const exposure = week % 9 === 0 ? 4 : 5
    return { count: random.poisson(((mean * exposure) / 5) * (random.gamma(strength) / strength)), exposure }
  }
const shares =
  (cases: number, p: number, strength: number, change: (week: number) => number = () => 0): Law =>
  (random, week) => {
    const n = random.poisson(cases)
    return { hits: binomial(random, n, random.beta((p + change(week)) * strength, (1 - p - change(week)) * strength)), n }
  }

/** A company of about the size of the demo: company-wide, channels and people. */
const stable: readonly Law[] = [
  counts(110, 40),
  counts(30, 60),
  shares(110, 0.6, 150),
  shares(90, 0.45, 150),
  ...[40, 25, 15, 10, 6, 3].map((mean) => counts(mean, 25)),
  ...Array.from({ length: people }, (_, i) => counts(20 + 5 * i, 15)),
  ...Array.from({ length: people }, (_, i) => counts(1 + 0.3 * i, 30)),
  ...Array.from({ length: people }, () => shares(9, 0.6, 60)),
  ...Array.from({ length: people }, () => shares(25, 0.75, 60)),
  ...Array.from({ length: people }, () => shares(5, 0.5, 100)),
]

function simulate(laws: readonly Law[], seed: number, weeks: number): Series[] {
  return laws.map((law, i) => {
    const random = seededRandom(seed * 1000 + i)
    const told = Array.from({ length: weeks }, (_, week) => law(random, week))
    return 'count' in told[0]!
      ? { kind: 'count', weeks: told as { count: number; exposure: number }[] }
      : { kind: 'share', isSlow: true, weeks: told as { hits: number; n: number }[] }
  })
}

const until = (series: readonly Series[], week: number): Series[] =>
  series.map((one) => ({ ...one, weeks: one.weeks.slice(0, week + 1) }) as Series)

describe('findAlarms', () => {
  it('raises at most one false alarm a week in a stable company', () => {
    const series = simulate(stable, 1, WATCHED_WEEKS + weeksSimulated)
    const alarms: Alarm[] = []
    for (let week = WATCHED_WEEKS; week < WATCHED_WEEKS + weeksSimulated; week++) alarms.push(...findAlarms(until(series, week)).alarms)
    expect(alarms.length / weeksSimulated).toBeLessThanOrEqual(1)
    expect(alarms.filter(({ weeks }) => weeks === 1).length).toBeGreaterThan(0)
    // Runs stay within their part of the budget, too.
    expect(alarms.filter(({ weeks }) => weeks > 1).length / weeksSimulated).toBeLessThanOrEqual(0.5)
  })

  /** Weeks until the first series is said to be worse, in the middle of thirty companies; and over how many weeks together. */
  function delayOf(law: Law, weeksMost: number) {
    const said = Array.from({ length: 30 }, (_, seed) => {
      const series = simulate([law], seed + 1, WATCHED_WEEKS + weeksMost)
      for (let week = WATCHED_WEEKS; week < WATCHED_WEEKS + weeksMost; week++) {
        const own = findAlarms(until(series, week), 1 / (stable.length + 1)).alarms.find(({ excess }) => excess < 0)
        if (own) return { delay: week - WATCHED_WEEKS + 1, weeks: own.weeks }
      }
      return { delay: Number.POSITIVE_INFINITY, weeks: 0 }
    }).sort((a, b) => a.delay - b.delay)
    return { delay: said[Math.floor(said.length / 2)]!.delay, runs: said.filter(({ weeks }) => weeks > 1).length }
  }

  it.each([
    ['a share that falls by 20 points in a team of 90 cases a week', shares(90, 0.6, 150, (week) => (week >= WATCHED_WEEKS ? -0.2 : 0)), 2],
    ['a share that falls by 25 points in 25 cases a week', shares(25, 0.75, 60, (week) => (week >= WATCHED_WEEKS ? -0.25 : 0)), 5],
  ] as const)('finds %s within weeks', (_, law, weeksMost) => {
    expect(delayOf(law, 8).delay).toBeLessThanOrEqual(weeksMost)
  })

  it.each([
    ['loses two points a week', (week: number) => Math.max(-0.3, -0.02 * (week - WATCHED_WEEKS + 1)), 8],
    ['is a tenth of all cases lower', () => -0.1, 8],
  ] as const)('finds a stage of 40 cases a week that %s, often by several weeks together only', (_, change, weeksMost) => {
    const { delay, runs } = delayOf(
      shares(40, 0.6, 200, (week) => (week < WATCHED_WEEKS ? 0 : change(week))),
      13,
    )
    expect(delay).toBeLessThanOrEqual(weeksMost)
    expect(runs).toBeGreaterThan(10)
  })

  it('says nothing of series without a past, and stays quiet with nothing to judge', () => {
    expect(findAlarms([])).toEqual({ alarms: [], judged: 0, alpha: 0.02 })
    expect(findAlarms([{ kind: 'count', weeks: [{ count: 900, exposure: 5 }] }]).judged).toBe(0)
  })
})

describe('predictive tails', () => {
  it('of several weeks together are those of their sum where weeks differ by chance alone', () => {
    const past = Array.from({ length: 26 }, (_, i) => ({ hits: 30 + [-3, 3, 0][i % 3]!, n: 50 }))
    const weeks = [27, 26, 28, 27].map((hits) => ({ hits, n: 50 }))
    // 108 of 200 at 0.6: binomial P(X <= 108) = 0.0492; wider for the error of the level.
    const { low, expected } = tailsOfShare(past, weeks)!
    expect(expected).toBeCloseTo(119.6, 0)
    expect(low).toBeGreaterThan(0.0492)
    expect(low).toBeLessThan(0.12)
    const counts = tailsOfCount(
      past.map(({ hits }) => ({ count: hits, exposure: 5 })),
      [25, 24, 26, 25].map((count) => ({ count, exposure: 5 })),
    )!
    // Poisson(120): P(Y <= 100) = 0.0347.
    expect(counts.low).toBeGreaterThan(0.0347)
    expect(counts.low).toBeLessThan(0.1)
  })

  it('are those of a Poisson count where weeks differ by chance alone, a little wider for the error of the level', () => {
    const past = Array.from({ length: 26 }, (_, i) => ({ count: 100 + [-10, 10, 0][i % 3]!, exposure: 5 }))
    const { low, expected } = tailsOfCount(past, [{ count: 80, exposure: 5 }])!
    expect(expected).toBeCloseTo(99.6, 0)
    // Poisson(100): P(Y <= 80) = 0.0226.
    expect(low).toBeGreaterThan(0.0226)
    expect(low).toBeLessThan(0.08)
  })

  it('know the week of one day from the week of five', () => {
    const past = Array.from({ length: 26 }, () => ({ count: 50, exposure: 5 }))
    expect(tailsOfCount(past, [{ count: 10, exposure: 1 }])!.low).toBeGreaterThan(0.3)
    expect(tailsOfCount(past, [{ count: 10, exposure: 5 }])!.low).toBeLessThan(1e-6)
    expect(tailsOfCount(past, [{ count: 0, exposure: 0 }])).toBeNull()
  })

  it('cover both sides of a share', () => {
    const past = Array.from({ length: 26 }, (_, i) => ({ hits: 30 + (i % 3), n: 50 }))
    const { low, high } = tailsOfShare(past, [{ hits: 31, n: 50 }])!
    expect(low + high).toBeGreaterThan(1)
    expect(tailsOfShare(past, [{ hits: 10, n: 50 }])!.low).toBeLessThan(1e-4)
    expect(tailsOfShare(past, [{ hits: 49, n: 50 }])!.high).toBeLessThan(1e-4)
    expect(tailsOfShare(past, [{ hits: 0, n: 0 }])).toBeNull()
    expect(tailsOfShare([], [{ hits: 1, n: 2 }])).toBeNull()
  })
})
