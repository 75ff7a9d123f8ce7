// What the drawn pictures stand on: bars and waterfalls on one scale, curves of answers and odds, hours of the week, plan grids.
import { describe, expect, it } from 'vitest'
import type { CohortsAnswer } from '../../src/contract/customer-analyses.ts'
import type { ExplainPart } from '../../src/contract/explain.ts'
import type { PlanEntry } from '../../src/contract/plans.ts'
import { type Bar, prepareBars } from '../../web/charts/prepare/bars.ts'
import { channelNews } from '../../web/charts/prepare/channels.ts'
import { prepareCohorts } from '../../web/charts/prepare/cohorts.ts'
import { prepareHours, worstHours } from '../../web/charts/prepare/heat.ts'
import { preparePlanGrid, printAmount, readAmount, readBlock, readShare } from '../../web/charts/prepare/plan-grid.ts'
import { answeredBy, prepareResponse } from '../../web/charts/prepare/response-curve.ts'
import { prepareSpeed } from '../../web/charts/prepare/speed-odds.ts'
import { prepareWaterfall } from '../../web/charts/prepare/waterfall.ts'
import { homeOf } from '../../web/kit/home-of.ts'
import { monthRange, monthsAround } from '../../web/kit/months.ts'
import { askWhere, cellAcross, readCellKey } from '../../web/kit/search-state.ts'
import { answer, cell, column } from './answers.ts'

const bar = (id: string, to: number, part: Partial<Bar> = {}): Bar => ({
  ...{ id, label: id, from: 0, to, low: null, high: null, tone: 'mark', text: '' },
  ...part,
})
const part = (id: string, contribution: number): ExplainPart => ({
  ...{ id, label: id, contribution, share: null, effect: 'group', group: null },
})
const point = (t: number, s: number, at_risk: number) => ({ t, s, low: s - 0.1, high: Math.min(1, s + 0.1), at_risk, events: 1 })

describe('cohorts', () => {
  it('leave out the first month and months that are not over, and compare with the best', () => {
    const rate = (value: number | null) => ({ ...cell(value ?? 0), value })
    const at = (age: number, value: number | null) => ({ age, active: 2, revenue: 100, rate: rate(value) })
    const { rows, ages, marks } = prepareCohorts({
      cohorts: [
        { cohort: '2026-08', customers: 20, cells: [at(0, 1), at(1, 0.4), at(2, 0.2)] },
        { cohort: '2026-09', customers: 4, cells: [at(0, 1), at(1, 0.3), at(2, null)] },
        { cohort: '2026-10', customers: 0, cells: [at(0, null), at(1, null), at(2, null)] },
      ],
    } as unknown as CohortsAnswer)
    expect(rows.map(({ cohort }) => cohort)).toEqual(['2026-08', '2026-09'])
    expect(ages).toEqual([1, 2])
    expect(marks.map(({ cohort, age, strength, isSmall }) => [cohort, age, strength, isSmall])).toEqual([
      ['2026-08', 1, 1, false],
      ['2026-08', 2, 0.5, false],
      ['2026-09', 1, expect.closeTo(0.75, 9), true],
    ])
  })
})

describe('bars', () => {
  it('start at zero and share one scale', () => {
    const { bars, base } = prepareBars([bar('a', 10), bar('b', 5)])
    expect(base).toBe(0)
    expect(bars.map(({ start, length }) => [start, length])).toEqual([
      [0, 1],
      [0, 0.5],
    ])
  })

  it('give limits room but do not let them squeeze the values to nothing', () => {
    const { bars } = prepareBars([bar('a', 10, { low: 0, high: 1000 })])
    expect(bars[0]?.length).toBeGreaterThan(0.3)
    expect(bars[0]?.whisker?.isCut).toBe(true)
  })

  it('start a waterfall at the value before, so that small steps are seen', () => {
    const { bars, base } = prepareBars([bar('up', 0.52, { from: 0.5 }), bar('down', 0.51, { from: 0.52 })], 0.5)
    expect(base).toBe(0)
    expect(bars[1]?.start).toBeCloseTo(0.5)
  })
})

describe('a waterfall', () => {
  it('begins each step where the last one ended and folds small parts into one, so that it ends at the value after', () => {
    const parts = Array.from({ length: 12 }, (_, index) => part(`p${index}`, index + 1))
    const steps = prepareWaterfall({ before: 100, parts }, 3)
    expect(steps.map(({ id }) => id)).toEqual(['p11', 'p10', 'p9', 'folded'])
    expect(steps[1]?.from).toBe(steps[0]?.to)
    expect(steps.at(-1)).toMatchObject({ to: 178, folded: 9 })
  })
})

describe('the curve of answers', () => {
  const curve = [point(0, 1, 100), point(60, 0.6, 100), point(1200, 0.3, 60), point(9000, 0.2, 30)]

  it('tells the share answered by a time, with its limits turned round', () => {
    expect(answeredBy({ curve }, 900)?.value).toBeCloseTo(0.4)
    expect(answeredBy({ curve }, 900)?.low).toBeCloseTo(0.3)
    expect(answeredBy({ curve: [] }, 900)).toBeNull()
  })

  it('rises from left to right and says under each tick how many still wait', () => {
    const model = prepareResponse({ curve }, { time: String, share: String, count: String })
    expect(model.points.every(({ y }, index) => index === 0 || y >= (model.points[index - 1]?.y ?? 0))).toBe(true)
    expect(model.under.find((_, index) => model.across[index]?.text === '900')?.text).toBe('60')
  })
})

describe('odds by delay', () => {
  it('put half and twice equally far from one', () => {
    const points = [0.5, 1, 2].map((odds, index) => ({ delay_s: index * 600, odds, low: odds, high: odds, n: 50 }))
    const [half, one, twice] = prepareSpeed({ points }, { time: String, times: String, count: String }).points
    expect((one?.y ?? 0) - (half?.y ?? 0)).toBeCloseTo((twice?.y ?? 0) - (one?.y ?? 0))
  })
})

describe('hours of the week', () => {
  const row = (weekday: string, hour: string, value: number, n: number) => ({
    ...{ weekday: { id: weekday, name: weekday }, hour: { id: hour, name: hour }, share: cell(value, { n }) },
  })
  const heat = prepareHours(answer([column('share')], [row('1', '9', 0.5, 40), row('2', '12', 0.1, 20), row('3', '10', 0, 2)]), 'share')

  it('span from the first to the last hour with a case', () => {
    expect(heat.columns).toEqual(['9', '10', '11', '12'])
  })

  it('name the hours with most late answers, not those with few cases', () => {
    expect(worstHours(heat).map(({ row: day }) => day)).toEqual(['1', '2'])
  })
})

it('names the channel that brings most and leaves returns on a handful of sales unnamed', () => {
  const line = (channel: string, revenue: number, wins: number, romi: number | null) => ({
    channel,
    revenue,
    wins,
    romi,
    spend: null,
    cac: null,
  })
  const news = channelNews({ channels: [line('seo', 10, 8, 2), line('email', 5, 2, 90), line('ads', 30, 9, -0.2)] })
  expect([news.first, news.best, news.worst].map((found) => found?.channel)).toEqual(['ads', 'seo', 'ads'])
})

describe('a grid of plans', () => {
  const plan = (id: string, metric: string, person: string | null, team: string | null): PlanEntry => ({
    ...{
      id,
      metric,
      kind: 'total',
      from: '2026-11-01',
      to: '2026-12-01',
      target: 1,
      floor: null,
      stretch: null,
      currency: null,
      source: 'rumb',
    },
    person: person === null ? null : { id: person, name: person },
    team: team === null ? null : { id: team, name: team },
  })

  it('puts the company first, then teams, then people, a holder once', () => {
    const plans = [
      plan('1', 'calls', 'p', null),
      plan('2', 'revenue', null, null),
      plan('3', 'revenue', null, 't'),
      plan('4', 'revenue', 'p', null),
    ]
    const grid = preparePlanGrid(plans)
    expect(grid.rows.map(({ kind }) => kind)).toEqual(['company', 'team', 'person'])
    expect(grid.metrics).toEqual(['calls', 'revenue'])
  })

  it('reads numbers as people and spreadsheets write them, and nothing else', () => {
    expect(['1 200', '1\u00a0200,5', '75%', 'x', '', '-3'].map(readAmount)).toEqual([1200, 1200.5, 0.75, null, null, null])
    expect(['1,200,000', '1.200.000,5', '1 200 ₴', '1,5', '12,50 грн.', '1e5'].map(readAmount)).toEqual([
      1200000,
      1200000.5,
      1200,
      1.5,
      12.5,
      null,
    ])
    expect(['75', '75 %', '0,75', '1'].map(readShare)).toEqual([0.75, 0.75, 0.75, 1])
  })

  it('takes a block out of a spreadsheet apart, with empty cells and cells in quotes', () => {
    expect(readBlock('10\t20\r\n\t"3\n0"\r\n')).toEqual([
      ['10', '20'],
      ['', '3\n0'],
    ])
    expect(readBlock('')).toEqual([['']])
  })

  it('prints an amount so that it is read back as it was', () => {
    for (const value of [0, 0.5, 1200, 1234567.25]) expect(readAmount(printAmount(value, false))).toBe(value)
    expect(readAmount(printAmount(0.755, true))).toBeCloseTo(0.755)
  })

  it('looks half a year back and three months ahead, across a turn of the year', () => {
    expect(monthsAround('2026-11-22')).toHaveLength(10)
    expect(monthsAround('2026-11-22')[0]).toBe('2027-02')
    expect(monthRange('2026-12')).toEqual({ from: '2026-12-01', to: '2027-01-01' })
  })
})

it('keeps a cell of several dimensions in one word of the address, whatever signs its ids hold', () => {
  const key = cellAcross(['product', 'R&D = x'], ['weekday', null])
  expect(readCellKey(key)).toEqual([
    ['product', 'R&D = x'],
    ['weekday', null],
  ])
  expect(askWhere({ cell: key })).toEqual({ product: ['R&D = x'], weekday: [null] })
})

it('opens the day to who leads people until eleven, the Compass to everybody else', () => {
  expect([homeOf('head', 9), homeOf('lead', 10), homeOf('head', 11), homeOf('owner', 9), homeOf(null, 9)]).toEqual([
    '/today',
    '/today',
    '/',
    '/',
    '/',
  ])
})

it('opens their own day to who sells, and the calls to who hears them, at any hour', () => {
  expect([homeOf('rep', 9), homeOf('rep', 15), homeOf('reviewer', 9)]).toEqual(['/day', '/day', '/scripts'])
})
