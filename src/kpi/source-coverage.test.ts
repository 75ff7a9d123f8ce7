import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageOf, type Feed, patienceOf } from './source-coverage.ts'

const days = (from: number, to: number, step = 1) => Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step)
const feed = (source: string, list: readonly number[], records = list.length, from = list[0] ?? 0): Feed => ({
  source,
  days: list,
  records,
  from,
})

describe('coverage by sources', () => {
  it('is whole where a source goes on', () => {
    expect(coverageOf([feed('crm', days(0, 100))], 40, 100)).toEqual({ share: 1, gaps: [] })
    // Of one that sends every third day nine days may pass.
    expect(coverageOf([feed('crm', days(0, 100, 3))], 40, 107)).toEqual({ share: 1, gaps: [] })
  })

  it('ends when a source falls silent, begins when it is complete, and breaks between', () => {
    expect(coverageOf([feed('crm', days(0, 80))], 60, 100)).toEqual({ share: 0.5, gaps: [{ source: 'crm', since: 80, until: null }] })
    expect(coverageOf([feed('crm', days(70, 100))], 60, 100)).toEqual({ share: 0.75, gaps: [{ source: 'crm', since: null, until: 70 }] })
    const broken = [...days(0, 70), ...days(80, 100)]
    expect(coverageOf([feed('crm', broken)], 60, 100)).toEqual({ share: 0.75, gaps: [{ source: 'crm', since: 70, until: 80 }] })
  })

  it('weighs sources by what they bring', () => {
    const found = coverageOf([feed('crm', days(0, 100), 300), feed('amo', days(0, 50), 100)], 50, 100)
    expect(found).toEqual({ share: 0.75, gaps: [{ source: 'amo', since: 50, until: null }] })
    expect(coverageOf([], 0, 10)).toEqual({ share: 0, gaps: [] })
  })

  it('is a share, whatever the days', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 30 }).map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 150 }), fc.integer({ min: 1, max: 80 }), (all, from, length) => {
        const { share } = coverageOf([feed('x', all)], from, from + length)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(patienceOf(all)).toBeGreaterThanOrEqual(3)
      }),
    )
  })
})
