// The channel rules on the real engine and in memory: both must say the same of every case.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChannelRule } from '../../src/contract/channel-groups.ts'
import { CASE_COLUMNS, channelGroupOf, channelGroupSql, VISIT_COLUMNS } from '../../src/kpi/channel-rules.ts'
import { startTwin, type Twin } from '../shared/warehouse-twins.ts'
import { type ChannelCase, channelCases } from './cases.ts'

const columns = [...new Set([...CASE_COLUMNS, ...VISIT_COLUMNS])]

let twin: Twin
beforeAll(async () => {
  twin = await startTwin('embedded')
  const list = [...columns.map((column) => `${column} String`), 'extra Map(LowCardinality(String), String)'].join(', ')
  await twin.warehouse.command(`CREATE TABLE told (n UInt32, ${list}) ENGINE = Memory`)
})
afterAll(() => twin.stop())

/** Groups by the engine, in the order of the cases. */
async function groupsBySql(cases: readonly ChannelCase[], sql: (row: string) => string): Promise<string[]> {
  await twin.warehouse.command('TRUNCATE TABLE told')
  const isExtra = ([field]: [string, string]) => field.startsWith('extra.')
  const rows = cases.map(([facts], n) => ({
    n,
    ...Object.fromEntries(Object.entries(facts).filter((entry) => !isExtra(entry))),
    extra: Object.fromEntries(
      Object.entries(facts)
        .filter(isExtra)
        .map(([field, value]) => [field.slice(6), value]),
    ),
  }))
  await twin.warehouse.insertRows('told', rows)
  const found = await twin.warehouse.query<{ g: string }>(`SELECT ${sql('t')} AS g FROM told AS t ORDER BY n`)
  return found.map(({ g }) => g)
}

const show = ([facts]: ChannelCase, group: string | undefined) => `${JSON.stringify(facts)} → ${group}`

test('every case is in the group where a head of sales looks for it', () => {
  const groupOf = channelGroupOf([])
  expect(channelCases.map((one) => show(one, groupOf(one[0])))).toEqual(channelCases.map((one) => show(one, one[1])))
})

test('the engine puts every case where the evaluation in memory does', async () => {
  const groups = await groupsBySql(channelCases, channelGroupSql([], { columns }))
  expect(channelCases.map((one, i) => show(one, groups[i]))).toEqual(channelCases.map((one) => show(one, one[1])))
})

describe("the workspace's own rules", () => {
  const rules: ChannelRule[] = [
    { channel_group: 'partner', when: [{ field: 'utm_source', op: 'equals', value: "O'Brien \\ Co" }] },
    { channel_group: 'cold', when: [{ field: 'campaign', op: 'contains', value: 'ЛИСТ 50%_' }] },
    {
      channel_group: 'email',
      when: [
        { field: 'channel', op: 'in', value: ['Стікер', "it's"] },
        { field: 'origin', op: 'equals', value: 'form' },
      ],
    },
    { channel_group: 'offline', when: [{ field: 'channel', op: 'matches', value: '^стенд\\s\\d+$' }] },
    { channel_group: 'direct', when: [{ field: 'extra.how did you hear', op: 'contains', value: 'сам' }] },
    { channel_group: 'social', when: [{ field: 'line', op: 'equals', value: '380441112233' }] },
  ]
  const cases: ChannelCase[] = [
    [{ utm_source: "o'brien \\ co", utm_medium: 'cpc' }, 'partner'],
    [{ campaign: 'Холод: лист 50%_ июль', channel: 'Google Ads' }, 'cold'],
    [{ campaign: 'лист 500' }, 'other'],
    [{ channel: "IT'S", origin: 'form' }, 'email'],
    [{ channel: 'СТІКЕР', origin: 'call' }, 'other'],
    [{ channel: 'Стенд 12' }, 'offline'],
    [{ channel: 'Стенд №12' }, 'other'],
    [{ 'extra.how did you hear': 'Нашёл САМ' }, 'direct'],
    [{ 'extra.how did you hear': 'реклама' }, ''],
    [{ channel: 'Google Ads' }, 'ads_search'],
  ]

  test('come before those of the product, in memory and on the engine', async () => {
    const expected = cases.map((one) => show(one, one[1]))
    const groups = await groupsBySql(cases, channelGroupSql(rules, { columns: [...columns, 'extra'] }))
    expect(cases.map((one, i) => show(one, groups[i]))).toEqual(expected)
    expect(cases.map((one) => show(one, channelGroupOf(rules)(one[0])))).toEqual(expected)
  })

  test('never hold on a field that the row does not have', async () => {
    expect(channelGroupSql(rules)('t')).not.toContain('extra')
    expect(await groupsBySql([[{}, '']], channelGroupSql(rules))).toEqual([''])
  })
})

test('a visit that tells nothing came by itself', async () => {
  const sql = channelGroupSql([], { columns: VISIT_COLUMNS, nothing: 'direct' })
  const cases: ChannelCase[] = [
    [{ url: 'https://ours.example/' }, 'direct'],
    [{ url: 'https://ours.example/?gclid=1' }, 'ads_search'],
    [{ referrer: 'https://google.com/' }, 'seo'],
  ]
  expect(await groupsBySql(cases, sql)).toEqual(cases.map(([, group]) => group))
})
