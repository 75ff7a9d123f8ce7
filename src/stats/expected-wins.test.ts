import { describe, expect, it } from 'vitest'
import { cellStrength, wonAgainstExpected } from './expected-wins.ts'

const given = (cell: string, count: number, ripeness = 1) => Array.from({ length: count }, () => ({ cell, ripeness }))

describe('wonAgainstExpected', () => {
  it('measures two people by each other, as worked by hand', () => {
    const [a, b] = [new Map([['ads', { k: 30, n: 40 }]]), new Map([['ads', { k: 10, n: 20 }]])]
    const cells = new Map([['ads', { k: 40, n: 60 }]])
    const strength = cellStrength(cells)
    const first = wonAgainstExpected(given('ads', 40), 30, cells, a, strength)
    expect([first.value, first.low, first.high]).toEqual([1.5, 1.196121, 1.716258].map((x) => expect.closeTo(x, 6)))
    expect(first.expected).toBeCloseTo(20, 9)
    const second = wonAgainstExpected(given('ads', 20), 10, cells, b, strength)
    expect([second.value, second.low, second.high]).toEqual([0.666667, 0.399064, 0.934269].map((x) => expect.closeTo(x, 6)))
  })

  it('expects of young leads only what should have come by their age', () => {
    const cells = new Map([['ads', { k: 40, n: 80 }]])
    expect(wonAgainstExpected(given('ads', 10, 0.25), 1, cells, new Map(), 5).expected).toBeCloseTo(1.25, 12)
  })

  it('does not hold a poor channel against its seller', () => {
    const cells = new Map([
      ['ads', { k: 20, n: 400 }],
      ['partner', { k: 200, n: 400 }],
    ])
    const poor = wonAgainstExpected(given('ads', 100), 6, cells, new Map(), cellStrength(cells))
    const rich = wonAgainstExpected(given('partner', 100), 40, cells, new Map(), cellStrength(cells))
    expect(poor.value!).toBeGreaterThan(1)
    expect(rich.value!).toBeLessThan(1)
  })

  it('takes an unseen cell at the mean of all', () => {
    const cells = new Map([['ads', { k: 25, n: 100 }]])
    expect(wonAgainstExpected(given('new', 8), 2, cells, new Map(), 0).expected).toBeCloseTo(2, 12)
  })

  it('is too_few under 20 leads of others and no_cases without leads', () => {
    const cells = new Map([['ads', { k: 20, n: 50 }]])
    const own = new Map([['ads', { k: 10, n: 31 }]])
    expect(wonAgainstExpected(given('ads', 31), 10, cells, own, 1).why).toBe('too_few')
    expect(wonAgainstExpected([], 0, cells, own, 1).why).toBe('no_cases')
  })
})

describe('cellStrength', () => {
  it('is great where cells agree and small where they do not', () => {
    const cells = (rates: number[]) => new Map(rates.map((rate, i) => [`c${i}`, { k: rate * 100, n: 100 }]))
    expect(cellStrength(cells([0.2, 0.2, 0.2, 0.2]))).toBe(10_000)
    expect(cellStrength(cells([0.02, 0.9, 0.1, 0.7]))).toBeLessThan(10)
    expect(cellStrength(new Map())).toBe(10_000)
  })
})
