import { describe, expect, it } from 'vitest'
import { askPeriod, askSparkWeeks, localToday, parsePeriod, printPeriod } from '../../web/kit/period.ts'
import { askWhere, keepShared, parseSearch, printSearch, validateSearch } from '../../web/kit/search-state.ts'

describe('the period of the address', () => {
  it('becomes whole local months, quarters and years around today', () => {
    const ask = (text: string) => askPeriod(parsePeriod(text), '2026-02-14')
    expect(ask('month')).toEqual({ from: '2026-02-01', to: '2026-03-01' })
    expect(ask('prev_month')).toEqual({ from: '2026-01-01', to: '2026-02-01' })
    expect(ask('quarter')).toEqual({ from: '2026-01-01', to: '2026-04-01' })
    expect(ask('prev_quarter')).toEqual({ from: '2025-10-01', to: '2026-01-01' })
    expect(ask('prev_year')).toEqual({ from: '2025-01-01', to: '2026-01-01' })
    expect(ask('30d')).toEqual({ last: '30d' })
  })

  it('is read and printed back, and falls back to 90 days when it makes no sense', () => {
    expect(printPeriod(parsePeriod('2026-03-05..2026-03-08'))).toBe('2026-03-05..2026-03-08')
    for (const bad of ['2026-03-08..2026-03-05', '2026-02-30..2026-03-05', 'soon', '', undefined])
      expect(printPeriod(parsePeriod(bad))).toBe('90d')
  })

  it('asks 14 weeks behind a sparkline, never beyond today', () => {
    expect(askSparkWeeks({ last: '7d' }, '2026-02-14')).toEqual({ last: '98d' })
    expect(askSparkWeeks({ from: '2026-02-01', to: '2026-03-01' }, '2026-02-14')).toEqual({ from: '2025-11-09', to: '2026-02-15' })
    expect(askSparkWeeks({ from: '2025-01-01', to: '2025-04-01' }, '2026-02-14')).toEqual({ from: '2024-12-24', to: '2025-04-01' })
  })

  it('knows the day of the workspace, not of the browser', () => {
    const late = new Date('2026-09-30T22:30:00Z')
    expect(localToday(late, 'Europe/Kyiv')).toBe('2026-10-01')
    expect(localToday(late, 'America/New_York')).toBe('2026-09-30')
  })
})

describe('the state of the address', () => {
  it('survives being written and read', () => {
    const state = validateSearch({
      period: '30d',
      compare: 'year',
      person: ['crm:1', 'crm:2'],
      kpi: 'win_rate',
      cell: 'team=crm:t 1',
      part: 'pending',
    })
    expect(validateSearch(parseSearch(printSearch(state)))).toEqual(state)
  })

  it('drops defaults and what nobody understands', () => {
    expect(validateSearch({ period: '90d', compare: 'previous', part: 'half', rule: 'reached', person: '' })).toEqual({})
  })

  it('turns filters into a question, unknown into null, and the opened cell into one more filter', () => {
    expect(askWhere({ person: ['crm:1', 'none'], cell: 'channel_group=seo' })).toEqual({ person: ['crm:1', null], channel_group: ['seo'] })
    expect(askWhere({ cell: 'person=none' })).toEqual({ person: [null] })
  })

  it('takes period and filters along to another page, and leaves the drawer behind', () => {
    expect(keepShared({ period: '30d', team: ['t'], kpi: 'leads', show: 'x' })).toEqual({ period: '30d', team: ['t'] })
  })
})
