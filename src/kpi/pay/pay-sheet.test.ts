import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paySchemeSchema } from '../../contract/pay.ts'
import { add, divide, fraction, multiply, toMoney } from './fraction.ts'
import { paySheet } from './pay-sheet.ts'

const scheme = paySchemeSchema.parse({
  role: 'seller',
  fixed: 20_000,
  lines: [
    {
      kpi: 'revenue',
      plan: true,
      rate: 0.03,
      floor: 0.7,
      curve: [
        [0.7, 0.5],
        [1, 1],
        [1.2, 1.5],
      ],
    },
    { kpi: 'won_deals', plan: true, weight: 0.4, floor: 0.7, cap: 1.5 },
    { kpi: 'win_rate', level: 0.25, weight: 0.2, cap: 1.2 },
    { kpi: 'discount_rate', level: 0.05, weight: 0.1 },
    { kpi: 'meetings_held', rate: 150.5 },
  ],
  gates: [{ kpi: 'response_within_15m', min: 0.8, factor: 0.8 }],
})
const up = (value: number | null, target: number | null = null) => ({ value, target, isLowerBetter: false })
const figures = {
  lines: [up(333_333.33, 300_000), up(9, 12), up(0.31, 0.25), { value: 0.06, target: 0.05, isLowerBetter: true }, up(7)],
  gates: new Map([['response_within_15m', { value: 0.75, isLowerBetter: false }]]),
}

describe('a pay sheet', () => {
  it('is the sheet worked by hand, to the kopeck', () => {
    const sheet = paySheet(scheme, figures)
    // 333333.33 of 300000 = 1.1111111; the curve there 1 + 0.1111111 / 0.2 × 0.5 = 1.27777775; 333333.33 × 0.03 × 1.27777775 = 12777.7771…
    // 9 of 12 = 0.75: 20000 × 0.4 × 0.75 = 6000. 0.31 of 0.25 = 1.24, capped 1.2: 20000 × 0.2 × 1.2 = 4800.
    // 0.05 of 0.06 = 0.8333: 20000 × 0.1 × 0.8333 = 1666.67. 7 × 150.5 = 1053.5.
    expect(sheet.lines.map(({ pay }) => pay)).toEqual([12777.78, 6000, 4800, 1666.67, 1053.5])
    expect(sheet.lines.map(({ attainment }) => attainment && Math.round(attainment * 1e6) / 1e6)).toEqual([
      1.111111,
      0.75,
      1.24,
      0.833333,
      null,
    ])
    // (12777.78 + 6000 + 4800 + 1666.67 + 1053.5) × 0.8 = 21038.36
    expect(sheet.bonus).toBe(21_038.36)
    // 0.4 × 0.75 + 0.2 × 1.2 + 0.1 × 0.8333…
    expect(sheet.score).toBeCloseTo(0.623333333, 9)
    expect(sheet.missing).toEqual([])
  })

  it('pays the most a line allows for nothing of what should be low', () => {
    const none = { value: 0, target: 0.05, isLowerBetter: true }
    const paid = (line: object) => {
      const sheet = paySheet(paySchemeSchema.parse({ ...scheme, gates: [], lines: [{ kpi: 'discount_rate', level: 0.05, ...line }] }), {
        lines: [none],
        gates: new Map(),
      })
      return [sheet.lines[0]!.attainment, sheet.bonus, sheet.missing]
    }
    expect(paid({ weight: 0.1 })).toEqual([null, 2000, []])
    expect(paid({ weight: 0.1, cap: 1.5 })).toEqual([null, 3000, []])
    expect(
      paid({
        weight: 0.1,
        curve: [
          [0.5, 0.5],
          [1, 1.2],
        ],
      }),
    ).toEqual([null, 2400, []])
  })

  it('names a line without data and gives its share to no other', () => {
    const sheet = paySheet(scheme, { ...figures, lines: [up(null, 300_000), up(9, null), ...figures.lines.slice(2)], gates: new Map() })
    expect(sheet.lines.map(({ pay }) => pay)).toEqual([null, null, 4800, 1666.67, 1053.5])
    expect(sheet.missing).toEqual(['revenue', 'won_deals', 'response_within_15m'])
    expect(sheet.bonus).toBe(7520.17)
  })

  it('pays nothing under the floor and no more above the cap or the end of the curve', () => {
    const pay = (revenue: number, deals: number) =>
      paySheet(scheme, { ...figures, lines: [up(revenue, 300_000), up(deals, 12), ...figures.lines.slice(2)] }).lines.map(
        (line) => line.pay,
      )
    expect(pay(209_999.99, 8)[0]).toBe(0)
    expect(pay(210_000, 8).slice(0, 2)).toEqual([3150, 0])
    expect(pay(600_000, 24).slice(0, 2)).toEqual([27_000, 12_000])
  })

  it('caps a rate at so much of the plan', () => {
    const capped = paySchemeSchema.parse({ role: 'seller', fixed: 0, lines: [{ kpi: 'revenue', plan: true, rate: 0.1, cap: 1.5 }] })
    const pay = (value: number) => paySheet(capped, { lines: [up(value, 1000)], gates: new Map() }).bonus
    expect([pay(1400), pay(1500), pay(9000)]).toEqual([140, 150, 150])
  })
})

describe('a scheme', () => {
  const refused = (line: object) => paySchemeSchema.safeParse({ role: 'seller', fixed: 1, lines: [line] }).error?.issues[0]?.message
  it('says what does not go together', () => {
    expect(refused({ kpi: 'revenue', plan: true })).toBe('a line has a weight or a rate')
    expect(refused({ kpi: 'revenue', plan: true, level: 1, rate: 1 })).toBe('a line is measured against a plan or a level')
    expect(refused({ kpi: 'revenue', weight: 1 })).toBe('a weight needs a plan or a level')
    expect(refused({ kpi: 'revenue', rate: 1, cap: 2 })).toBe('floor, cap and curve need a plan or a level')
    expect(
      refused({
        kpi: 'revenue',
        rate: 1,
        plan: true,
        curve: [
          [1, 1],
          [0.5, 2],
        ],
      }),
    ).toBe('the points of a curve ascend')
  })
})

describe('fractions', () => {
  it('round half a kopeck up where numbers would not', () => {
    // 1.005 × 100 is 100.49999999999999 for a computer.
    expect(toMoney(fraction(1.005))).toBe(1.01)
    expect(toMoney(multiply(fraction(0.07), fraction(1650.5)))).toBe(115.54)
    expect(toMoney(fraction(-2.345))).toBe(-2.35)
    expect(toMoney(fraction(1e-9))).toBe(0)
  })

  it('are exact for any amounts of kopecks', () => {
    const kopecks = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
    fc.assert(
      fc.property(kopecks, kopecks, (a, b) => {
        const sum = add(fraction(a / 100), fraction(b / 100))
        expect(Math.round(toMoney(sum) * 100)).toBe(a + b)
        if (b !== 0) expect(toMoney(divide(multiply(fraction(a), fraction(b)), fraction(b)))).toBe(a)
      }),
    )
  })
})
