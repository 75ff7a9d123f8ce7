import { describe, expect, it } from 'vitest'
import type { FunnelStage } from '../../src/contract/analyses.ts'
import { bucketEnd, bucketStart } from '../../web/charts/prepare/bucket.ts'
import { findLeak, prepareFunnel } from '../../web/charts/prepare/funnel.ts'
import { prepareLeague } from '../../web/charts/prepare/league.ts'
import { preparePartsOfWhole } from '../../web/charts/prepare/parts-of-whole.ts'
import { isSilent } from '../../web/charts/prepare/shelf.ts'
import { prepareSparkline } from '../../web/charts/prepare/sparkline.ts'
import { prepareTrend } from '../../web/charts/prepare/trend.ts'
import { answer, cell, column } from './answers.ts'

const weeks = (values: (number | null)[]) =>
  values.map((value, index) => ({ period: `2026-W${String(index + 1).padStart(2, '0')}`, x: cell(value) }))

describe('a bucket', () => {
  it('knows its days in every grain, ISO weeks over the turn of a year too', () => {
    expect([bucketStart('2026-W01'), bucketEnd('2026-W01')]).toEqual(['2025-12-29', '2026-01-05'])
    expect([bucketStart('2020-W53'), bucketEnd('2020-W53')]).toEqual(['2020-12-28', '2021-01-04'])
    expect([bucketStart('2026-Q4'), bucketEnd('2026-Q4')]).toEqual(['2026-10-01', '2027-01-01'])
    expect([bucketStart('2026-12'), bucketEnd('2026-12')]).toEqual(['2026-12-01', '2027-01-01'])
    expect([bucketStart('2026-02-28'), bucketEnd('2026-02-28')]).toEqual(['2026-02-28', '2026-03-01'])
    expect([bucketStart('2026'), bucketEnd('2026')]).toEqual(['2026-01-01', '2027-01-01'])
    expect(bucketEnd('once')).toBe('')
  })
})

describe('a sparkline', () => {
  const of = (values: (number | null)[], part = {}, isLastUnfinished = false) =>
    prepareSparkline(answer([column('x', part)], weeks(values)), 'x', isLastUnfinished)

  it('keeps a missing week as a gap', () => {
    expect(of([1, 2, null, 4, 5])?.lines).toHaveLength(2)
    expect(of([1, null, 3])).toMatchObject({ lines: [], dots: [{ x: expect.any(Number) }, { x: expect.any(Number) }] })
  })

  it('needs two weeks to show a course', () => {
    expect(of([null, 3])).toBeNull()
    expect(of([])).toBeNull()
  })

  it('leaves the running week out of a sum and dashes it in a share', () => {
    const shares = of([0.4, 0.5, 0.6], {}, true)
    const sums = of([40, 50, 6], { additive: true }, true)
    expect(shares?.unfinished).not.toBeNull()
    expect(sums?.unfinished).toBeNull()
    expect(sums?.lines[0]?.match(/[ML]/g)).toHaveLength(2)
  })

  it('shows at most 13 weeks, the latest ones at the right edge', () => {
    const line = of(Array.from({ length: 20 }, (_, index) => index))?.lines[0] ?? ''
    expect(line.match(/[ML]/g)).toHaveLength(13)
    expect(line).toMatch(/L128 4$/)
  })

  it('does not let one wide interval flatten the course', () => {
    const rows = weeks([10, 12, 11]).map((row, index) => (index === 2 ? { ...row, x: cell(11, { low: 0, high: 500 }) } : row))
    const spark = prepareSparkline(answer([column('x')], rows), 'x', false)
    const heights = [...(spark?.lines[0] ?? '').matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]))
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(10)
  })
})

describe('a trend', () => {
  it('marks the bucket that is not over and keeps nulls', () => {
    const trend = prepareTrend(answer([column('x')], weeks([0.5, null, 0.7]), {}, { as_of: '2026-01-16T09:00:00Z' }), 'x')
    expect(trend?.points.map(({ value, isUnfinished }) => [value, isUnfinished])).toEqual([
      [0.5, false],
      [null, false],
      [0.7, true],
    ])
    expect(trend).toMatchObject({ hasBand: false, hasPrevious: false })
  })
})

describe('a league', () => {
  const row = (id: string, value: number | null, part = {}) => ({ person: { id, name: id }, x: cell(value, part) })

  it('puts the best first by the KPI’s direction and who has no value last', () => {
    const rows = [row('a', 0.2), row('b', null), row('c', 0.6)]
    const order = (better: 'higher' | 'lower') =>
      prepareLeague(answer([column('x', { better })], rows, { x: cell(0.4) }), 'x', 'person').rows.map(({ member }) => member.id)
    expect(order('higher')).toEqual(['c', 'a', 'b'])
    expect(order('lower')).toEqual(['a', 'c', 'b'])
  })

  it('says who can be told from the whole, and only by the interval', () => {
    const rows = [
      row('a', 0.6, { low: 0.5, high: 0.7 }),
      row('b', 0.6, { low: 0.3, high: 0.9 }),
      row('c', 0.2, { low: 0.1, high: 0.3, n: 5 }),
    ]
    const league = prepareLeague(answer([column('x')], rows, { x: cell(0.4) }), 'x', 'person')
    expect(league.rows.map(({ member, isApart, isSmall }) => [member.id, isApart, isSmall])).toEqual([
      ['a', true, false],
      ['b', false, false],
      ['c', true, true],
    ])
  })

  it('orders a ranked answer by the pooled value, with ranges of places and what is missing to tell', () => {
    const ranked = (id: string, value: number, pooled: number, apart: boolean) => ({
      ...row(id, value),
      ...{ pooled: { value: pooled, low: 0, high: 1 }, rank: { low: 1, high: 2 }, apart, needed: 40 },
    })
    const league = prepareLeague(answer([column('x')], [ranked('few', 1, 0.5, false), ranked('many', 0.7, 0.65, true)]), 'x', 'person')
    expect(league.rows.map(({ member, rank, needed, isApart }) => [member.id, rank, needed, isApart])).toEqual([
      ['many', { low: 1, high: 2 }, null, true],
      ['few', { low: 1, high: 2 }, 40, false],
    ])
  })

  it('holds everything on one scale from zero, and a sum is not compared with its total', () => {
    const league = prepareLeague(
      answer([column('x', { additive: true, unit: 'count' })], [row('a', 30), row('b', 10)], { x: cell(40) }),
      'x',
      'person',
    )
    expect(league).toMatchObject({ bottom: 0, top: 30, totalAt: null })
    expect(league.rows.map(({ strip }) => strip?.value)).toEqual([1, 1 / 3])
  })
})

describe('a funnel', () => {
  const stage = (id: string, kind: 'open' | 'won' | 'lost', part: Partial<FunnelStage>): FunnelStage => ({
    ...{
      stage: { id, name: id, kind },
      entries: 0,
      advanced: 0,
      skipped_over: 0,
      lost: 0,
      won: 0,
      moved_back: 0,
      re_piped: 0,
      still_there: 0,
    },
    ...{ reached: 0, conversion: cell(null), cumulative: cell(null), time_p50: cell(null) },
    ...part,
  })
  const stages = [
    stage('s1', 'open', { entries: 100, reached: 120, advanced: 70, lost: 20, still_there: 10, conversion: cell(0.78) }),
    stage('s2', 'open', { entries: 60, reached: 80, won: 20, lost: 40, conversion: cell(0.33) }),
    stage('s3', 'open', { entries: 5, reached: 5, lost: 5, conversion: cell(0) }),
    stage('won', 'won', { entries: 20, reached: 20 }),
  ]

  it('takes its bars from what the rule counts', () => {
    expect(prepareFunnel(stages, 'reached').map(({ width }) => width)).toEqual([1, 80 / 120, 5 / 120, 20 / 120])
    expect(prepareFunnel(stages, 'strict').map(({ width }) => width)).toEqual([1, 0.6, 0.05, 0.2])
  })

  it('shows outcomes that sum to the entries, and none for a final stage', () => {
    const rows = prepareFunnel(stages, 'strict')
    expect(rows[0]?.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(100)
    expect(rows[0]?.outcomes.map(({ outcome }) => outcome)).toEqual(['advanced', 'still_there', 'lost'])
    expect(rows[3]?.outcomes).toEqual([])
  })

  it('names the leak only among stages with enough visits', () => {
    expect(findLeak(stages)?.stage.id).toBe('s2')
    expect(findLeak(stages.slice(2))).toBeNull()
  })
})

describe('parts of a whole', () => {
  it('sum to the whole, the greatest first, with a running share', () => {
    const parts = preparePartsOfWhole([2, 5, 3], (count) => count)
    expect(parts.map(({ count, share, width }) => [count, share, width])).toEqual([
      [5, 0.5, 1],
      [3, 0.3, 0.6],
      [2, 0.2, 0.4],
    ])
    expect(parts.at(-1)?.running).toBe(1)
  })

  it('are shares of nothing when the whole is empty', () => {
    expect(preparePartsOfWhole([0, 0], (count) => count).map(({ share, running }) => [share, running])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
})

describe('a family', () => {
  it('is silent only when no cell has a case or a value', () => {
    const of = (part: object) => isSilent(answer([column('x')], [], { x: cell(null, part) }), ['x'])
    expect(of({})).toBe(true)
    expect(of({ value: 0, why: null })).toBe(true)
    expect(of({ excluded: 2 })).toBe(false)
    expect(of({ pending: 1 })).toBe(false)
  })
})
