// Published practice data of a foreign CRM, taken in by the mapping of the example: our answers against figures computed from the
// same file by independent tools.
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importRecords } from '../../src/app/import-records.ts'
import { runQuery } from '../../src/app/run-query.ts'
import { searchRecords } from '../../src/app/search-records.ts'
import type { AnswerRow, Cell, Member } from '../../src/contract/answer.ts'
import type { Query } from '../../src/contract/query.ts'
import { hasReferenceData, readReference, referencePath } from '../reference-data.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'

type Group = { won: number; closed: number; won_amount: number; win_rate: [number, number, number] }
type Reference = {
  overall: Group
  best_vs_worst: { people: [string, string] }
  beta_binomial: { posterior: Record<string, [number, number, number]> }
  days_to_close: {
    ignoring_left_truncation: { aalen_johansen_won: Record<string, number>; naive_mean_won: number }
    with_delayed_entry_at_complete_from_2017_03_01: { sales_cycle_p50: [number, number, number] }
  }
} & Record<'by_person' | 'by_manager' | 'by_region' | 'by_product' | 'by_quarter', Record<string, Group>>

const ask = { workspace: 'crm-sales', viewer: owner, lang: 'en' as const, now: new Date('2018-01-01T12:00:00Z') }
const period = { from: '2016-10-01', to: '2018-01-01' }
const kpis = ['win_rate', 'won_deals', 'revenue']
let told: ToldHouse
let reference: Reference

const query = (asked: Partial<Query>) => runQuery(told.house, { ...ask, query: { kpis, ...period, ...asked } })
const cell = (row: AnswerRow | undefined, id: string) => row?.[id] as Cell

function groupOf(cells: AnswerRow): Group {
  const { value, n, low, high } = cell(cells, 'win_rate')
  return { won: cell(cells, 'won_deals').value!, closed: n, won_amount: cell(cells, 'revenue').value!, win_rate: [value!, low!, high!] }
}

function expectGroup(found: Group, wanted: Group): void {
  const rounded = (rates: readonly number[]) => rates.map((rate) => Math.round(rate * 1e7) / 1e7)
  expect({ ...found, win_rate: rounded(found.win_rate) }).toEqual({ ...wanted, win_rate: rounded(wanted.win_rate) })
}

describe.runIf(hasReferenceData)('the sales of a foreign CRM', () => {
  beforeAll(async () => {
    reference = JSON.parse(readReference('crm-sales/reference.json')) as Reference
    told = await openToldHouse()
    await told.makeWorkspace('crm-sales', { timezone: 'UTC', currency: 'USD' })
    const map = resolve(import.meta.dirname, '../../examples/crm-sales/mapping.yaml')
    const import_ = { paths: [referencePath('crm-sales')], source: 'crm', map, raw: false, dry_run: false }
    await importRecords(told.house, { workspace: 'crm-sales', ask: import_, now: ask.now, onNews: () => undefined })
  }, 300_000)
  afterAll(() => told?.close())

  it('have the published totals', async () => {
    expectGroup(groupOf((await query({})).total), reference.overall)
  })

  it.each([
    ['person', 'by_person'],
    ['product', 'by_product'],
  ] as const)('have the published figures by %s', async (dimension, key) => {
    const rows = new Map((await query({ by: [dimension] })).rows.map((row) => [(row[dimension] as Member).name, row]))
    const sellers = [...rows].filter(([, row]) => cell(row, 'win_rate').n > 0).map(([name]) => name)
    expect(sellers.sort()).toEqual(Object.keys(reference[key]).sort())
    for (const [name, wanted] of Object.entries(reference[key])) expectGroup(groupOf(rows.get(name)!), wanted)
  })

  it('have the published figures by team, of the managers and the regions above them', async () => {
    const rows = new Map((await query({ by: ['team'] })).rows.map((row) => [(row.team as Member).name, row]))
    for (const [name, wanted] of Object.entries({ ...reference.by_manager, ...reference.by_region }))
      expectGroup(groupOf(rows.get(name)!), wanted)
  })

  it('have the published figures by quarter', async () => {
    const rows = new Map((await query({ grain: 'quarter' })).rows.map((row) => [row.period, row]))
    for (const [quarter, wanted] of Object.entries(reference.by_quarter)) expectGroup(groupOf(rows.get(quarter)!), wanted)
  })

  it('do not know what was lost in money: an amount of 0 is unknown', async () => {
    const { total } = await query({ kpis: ['win_rate_value'] })
    expect(total.win_rate_value).toMatchObject({ value: null, why: 'unpriced' })
  })

  it('are won by the published share of all begun, and after the published time', async () => {
    const { total } = await query({ kpis: ['deal_win_rate_cohort', 'sales_cycle_p50'], as_of: '2017-12-31' })
    const { ignoring_left_truncation: plain, with_delayed_entry_at_complete_from_2017_03_01: late } = reference.days_to_close
    expect(total.deal_win_rate_cohort?.value).toBeCloseTo(plain.aalen_johansen_won['138']!, 8)
    const { value, low, high } = total.sales_cycle_p50!
    expect([value, low, high]).toEqual(late.sales_cycle_p50)
    const sold = await query({ kpis: ['sales_cycle_won_mean'] })
    expect(sold.total.sales_cycle_won_mean?.value).toBeCloseTo(plain.naive_mean_won, 5)
  })

  it('pool the rates of people as published; the data does not support a ranking', async () => {
    const { rows } = await query({ kpis: ['win_rate'], by: ['person'], rank: true })
    const byName = new Map(rows.map((row) => [(row.person as Member).name, row]))
    for (const [name, [mean, low, high]] of Object.entries(reference.beta_binomial.posterior)) {
      const pooled = byName.get(name)?.pooled as { value: number; low: number; high: number }
      expect([pooled.value, pooled.low, pooled.high].map((x) => Math.round(x * 1e4))).toEqual(
        [mean, low, high].map((x) => Math.round(x * 1e4)),
      )
    }
    const [best, worst] = reference.best_vs_worst.people.map((name) => byName.get(name)?.rank as { low: number; high: number })
    expect(best!.high).toBeGreaterThan(worst!.low)
  })

  it('open as many records as each figure says', async () => {
    const { rows } = await query({ by: ['person'] })
    for (const row of rows.slice(0, 5)) {
      const where = { person: (row.person as Member).id }
      for (const part of ['denominator', 'numerator'] as const) {
        const { count } = await searchRecords(told.house, {
          ...ask,
          query: { kpi: 'win_rate', part, where, ...period, offset: 0, limit: 1 },
        })
        const { value, n } = cell(row, 'win_rate')
        expect(count).toBe(part === 'numerator' ? Math.round(value! * n) : n)
      }
    }
  })
})
