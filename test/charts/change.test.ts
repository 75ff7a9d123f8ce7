import { describe, expect, it } from 'vitest'
import { prepareChanges } from '../../web/charts/prepare/change-list.ts'
import { judgeChange } from '../../web/kit/judge-change.ts'
import { answer, cell, column } from './answers.ts'

const changed = (value: number, before: number, low: number | null = null, high: number | null = null) =>
  cell(value, { previous: cell(before), change: { abs: value - before, rel: (value - before) / before, low, high } })

describe('the verdict on a change', () => {
  it('is better or worse by the KPI’s own direction', () => {
    expect(judgeChange(changed(12, 10), 'higher', 'count')).toBe('better')
    expect(judgeChange(changed(12, 10), 'lower', 'count')).toBe('worse')
    expect(judgeChange(changed(12, 10), 'neutral', 'count')).toBe('more')
  })

  it('is unclear while the interval of the change holds zero', () => {
    expect(judgeChange(changed(0.5, 0.45, -0.01, 0.11), 'higher', 'count')).toBe('unclear')
    expect(judgeChange(changed(0.5, 0.4, 0.02, 0.18), 'higher', 'count')).toBe('better')
  })

  it('without such an interval asks whether the two intervals are apart', () => {
    const near = { ...changed(20, 15), low: 12, high: 30, previous: cell(15, { low: 8, high: 24 }) }
    const far = { ...changed(200, 100), low: 180, high: 220, previous: cell(100, { low: 80, high: 120 }) }
    expect(judgeChange(near, 'higher', 'count')).toBe('unclear')
    expect(judgeChange(far, 'higher', 'count')).toBe('better')
  })

  it('is never good or bad for a sum of money without an interval', () => {
    expect(judgeChange(changed(900, 1000), 'higher', 'money')).toBe('less')
    expect(judgeChange(changed(900, 1000), 'higher', 'count')).toBe('worse')
  })

  it('is neither for a small change without an interval', () => {
    expect(judgeChange(changed(427, 421), 'lower', 'count')).toBe('more')
    expect(judgeChange(changed(7.32, 7.45), 'higher', 'ratio')).toBe('less')
  })

  it('is none when one side has no value', () => {
    expect(judgeChange(cell(3), 'higher', 'count')).toBeNull()
    expect(
      judgeChange({ ...cell(null), previous: cell(3), change: { abs: null, rel: null, low: null, high: null } }, 'higher', 'count'),
    ).toBeNull()
  })
})

describe('the list of changes', () => {
  it('names only what moved beyond chance, the greatest first', () => {
    const total = { a: changed(11, 10), b: changed(5, 10), c: changed(0.5, 0.45, -0.01, 0.11) }
    const found = prepareChanges(answer([column('a'), column('b', { better: 'lower' }), column('c')], [], total), ['a', 'b', 'c'])
    expect(found).toEqual([
      { kpi: 'b', verdict: 'better' },
      { kpi: 'a', verdict: 'better' },
    ])
  })
})
