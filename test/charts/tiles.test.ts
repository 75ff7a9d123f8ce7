// What stands on a tile beside the plain figure: the rest of a shelf when one KPI fails, the period that is old enough, doubt.
import { describe, expect, it } from 'vitest'
import type { PlainCell } from '../../src/contract/answer.ts'
import { doubtOf } from '../../web/charts/prepare/doubt.ts'
import { maturedRange } from '../../web/charts/prepare/matured.ts'
import { mergeAnswers } from '../../web/charts/prepare/merge-answers.ts'
import { answer, column, cell as figure } from './answers.ts'

const cell = (part: Partial<PlainCell>): PlainCell => ({
  ...{ value: 0.4, n: 100, low: 0.3, high: 0.5, pending: 0, excluded: 0, unpriced: 0, why: null },
  ...part,
})

describe('a shelf of tiles', () => {
  it('keeps what was answered when one KPI failed', () => {
    const leads = answer([column('leads')], [{ period: '2026-W01', leads: figure(3) }], { leads: figure(3) })
    const sales = answer([column('won_deals')], [{ period: '2026-W01', won_deals: figure(1) }], { won_deals: figure(1) })
    const merged = mergeAnswers([leads, sales])
    expect(Object.keys(merged?.total ?? {})).toEqual(['leads', 'won_deals'])
    expect(merged?.rows).toEqual([{ period: '2026-W01', leads: figure(3), won_deals: figure(1) }])
    expect(mergeAnswers([])).toBeNull()
  })

  it('tells of the newest days that are old enough', () => {
    const asked = { from: '2026-08-25', to: '2026-11-23' }
    expect(maturedRange(asked, '2026-11-22', 90)).toEqual({ from: '2026-05-26', to: '2026-08-24' })
    expect(maturedRange({ from: '2026-01-01', to: '2026-02-01' }, '2026-11-22', 90)).toEqual({ from: '2026-01-01', to: '2026-02-01' })
  })

  it('is marked where cases or amounts are few, and nowhere else', () => {
    expect(doubtOf(cell({}), 'ratio', false)).toBeNull()
    expect(doubtOf(cell({ n: 7 }), 'ratio', false)).toBe('few')
    expect(doubtOf(cell({ n: 7 }), 'count', true)).toBeNull()
    expect(doubtOf(cell({ pending: 101 }), 'ratio', false)).toBe('pending')
    expect(doubtOf(cell({ unpriced: 20 }), 'money', true)).toBe('unpriced')
    expect(doubtOf(cell({ value: null, n: 0, why: 'no_cases' }), 'ratio', false)).toBeNull()
  })
})
