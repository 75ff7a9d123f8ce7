import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { readRaw } from '../../src/sources/read-raw.ts'
import { findSource } from '../../src/sources/systems.ts'
import { mapAnswers } from './map-answers.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-ads-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

type Spend = Record<string, unknown>
const brief = (spend: readonly Spend[] | undefined) =>
  spend?.map(({ day, channel, campaign, amount, currency, clicks, impressions }) => [
    day,
    channel,
    campaign,
    amount,
    currency,
    clicks,
    impressions,
  ])

async function readFile(system: string, name: string, bytes: string | Uint8Array) {
  const path = join(directory, name)
  writeFileSync(path, bytes)
  const source = findSource(system)!
  const { records, refused } = source.map(await readRaw([path], { isTable: source.isTable === true }))
  return { spend: records.map(({ values }) => values), refused: refused.map(({ column, value, reason }) => [column, value, reason]) }
}

describe('an export of Google Ads', () => {
  it('has its header under a preamble, totals at the end, thousands with commas', async () => {
    const text = [
      'Campaign performance',
      '"March 1, 2026 - March 2, 2026"',
      'Campaign,Day,Currency code,Impr.,Clicks,CTR,Cost,Conversions',
      'Brand,2026-03-01,UAH,"1,200",30,2.50%,"1,250.50",3',
      'Brand,2026-03-02,UAH,900, --,0.00%, --,0',
      '"Search, new",2026-03-01,UAH,100,5,5.00%,80,1',
      'Total: Campaigns, --,UAH,"2,200",35,1.60%,"1,330.50",4',
      'Total: Account, --,UAH,"2,200",35,1.60%,"1,330.50",4',
    ].join('\n')
    const got = await readFile('google-ads', 'google.csv', text)
    expect(got.refused).toEqual([])
    expect(brief(got.spend)).toEqual([
      ['2026-03-01', 'Google Ads', 'Brand', '1250.50', 'UAH', '30', '1200'],
      ['2026-03-02', 'Google Ads', 'Brand', '0', 'UAH', '0', '900'],
      ['2026-03-01', 'Google Ads', 'Search, new', '80', 'UAH', '5', '100'],
    ])
  })

  it('may be UTF-16 with tabs and days in words, in Ukrainian, by ad: ads of a campaign are summed', async () => {
    const text = [
      'Звіт про оголошення',
      'Кампанія\tГрупа оголошень\tДень\tВитрати (UAH)\tКліки\tПокази',
      'Бренд\tА\t2 бер. 2026 р.\t1 250,50\t10\t100',
      'Бренд\tБ\t2 бер. 2026 р.\t49,5\t1\t20',
      'Всього\t\t\t1 300,00\t11\t120',
    ].join('\r\n')
    const got = await readFile('google-ads', 'ua.csv', iconv.encode(text, 'utf-16le', { addBOM: true }))
    expect(got.refused).toEqual([])
    expect(brief(got.spend)).toEqual([['2026-03-02', 'Google Ads', 'Бренд', '1300.00', 'UAH', '11', '120']])
  })

  it('is refused where a day can be read two ways, and a bad row alone', async () => {
    const slashed = await readFile('google-ads', 'us.csv', 'Campaign,Day,Cost\nA,3/4/2026,10\n')
    expect(slashed.spend).toEqual([])
    expect(slashed.refused[0]![2]).toContain('two days')
    const got = await readFile('google-ads', 'bad.csv', 'Campaign,Day,Cost\nA,3/14/2026,10\nB,yesterday,5\nC,3/2/2026,abc1.2.3\n')
    expect(brief(got.spend)).toEqual([['2026-03-14', 'Google Ads', 'A', '10', undefined, undefined, undefined]])
    expect(got.refused.map(([column]) => column)).toEqual(['row 3.Day', 'row 4.Cost'])
    expect((await readFile('google-ads', 'none.csv', 'a,b\n1,2\n')).refused[0]![2]).toContain('no header')
  })

  it('comes from the API in millionths', () => {
    const results = [
      {
        campaign: { id: '77', name: 'Brand' },
        segments: { date: '2026-03-01' },
        customer: { currencyCode: 'EUR' },
        adGroup: { id: '1' },
        metrics: { costMicros: '1500000', clicks: '3', impressions: '40' },
      },
      {
        campaign: { id: '77', name: 'Brand' },
        segments: { date: '2026-03-01' },
        customer: { currencyCode: 'EUR' },
        adGroup: { id: '2' },
        metrics: { costMicros: '250000', clicks: '1', impressions: '2' },
      },
      { campaign: { id: '78', name: 'Free' }, segments: { date: '2026-03-01' }, customer: { currencyCode: 'EUR' }, metrics: {} },
    ]
    const got = mapAnswers('google-ads', [
      [null, [{ results: results.slice(0, 1) }, { results: results.slice(1) }]],
      [null, { error: { code: 401, message: 'no token' } }],
    ])
    expect(brief(got.spend)).toEqual([
      ['2026-03-01', 'Google Ads', 'Brand', '1.75', 'EUR', '4', '42'],
      ['2026-03-01', 'Google Ads', 'Free', '0', 'EUR', '0', '0'],
    ])
    expect(got.spend![0]!.id).toBe('2026-03-01/77')
    expect(got.refused).toMatchObject([{ kind: null, reason: 'the answer is an error: 401 no token' }])
  })
})

describe('an export of Meta', () => {
  it('says its currency in the header; a row over several days is refused', async () => {
    const text = [
      'Reporting starts,Reporting ends,Campaign name,Ad set name,Amount spent (USD),Results,Impressions,Link clicks',
      '2026-03-01,2026-03-01,Spring,Kyiv,12.5,1,1000,20',
      '2026-03-01,2026-03-01,Spring,Lviv,7.25,,500,5',
      '2026-03-01,2026-03-07,Spring,Odesa,99,,1,1',
    ].join('\n')
    const got = await readFile('meta-ads', 'meta.csv', text)
    expect(brief(got.spend)).toEqual([['2026-03-01', 'Meta Ads', 'Spring', '19.75', 'USD', '25', '1500']])
    expect(got.refused).toEqual([['row 4.Reporting ends', '2026-03-07', 'the row covers several days: break the report down by day']])
  })

  it('comes as a workbook and from the API, a page twice counts once', async () => {
    const sheet = utils.aoa_to_sheet([
      ['Отчет'],
      [],
      ['День', 'Название кампании', 'Сумма затрат (UAH)', 'Показы'],
      ['2026-03-01', 'Весна', 12.5, 100],
      ['', '', 12.5, 100],
    ])
    const book = utils.book_new()
    utils.book_append_sheet(book, sheet, 'Отчет')
    const got = await readFile('meta-ads', 'meta.xlsx', new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer))
    expect(brief(got.spend)).toEqual([['2026-03-01', 'Meta Ads', 'Весна', '12.5', 'UAH', undefined, '100']])
    const page = {
      data: [
        {
          campaign_id: '5',
          campaign_name: 'Spring',
          spend: '3.10',
          impressions: '10',
          clicks: '1',
          date_start: '2026-03-01',
          date_stop: '2026-03-01',
          account_currency: 'USD',
        },
      ],
      paging: {},
    }
    expect(
      brief(
        mapAnswers('meta-ads', [
          ['/insights', page],
          ['/insights', page],
        ]).spend,
      ),
    ).toEqual([['2026-03-01', 'Meta Ads', 'Spring', '3.10', 'USD', '1', '10']])
  })
})

describe('a report of Yandex Direct', () => {
  it('comes from the API in millionths or in money, with the count of rows at its end', async () => {
    const tsv = (...costs: string[]) =>
      [
        '"Report (2026-03-01 - 2026-03-01)"',
        'Date\tCampaignId\tCampaignName\tImpressions\tClicks\tCost',
        ...costs.map((cost, at) => `2026-03-01\t${at + 1}\tКампания ${at + 1}\t100\t5\t${cost}`),
        `Total rows: ${costs.length}`,
      ].join('\n')
    expect(brief((await readFile('yandex-direct', 'micros.tsv', tsv('1250500000', '0'))).spend)).toEqual([
      ['2026-03-01', 'Yandex Direct', 'Кампания 1', '1250.5', undefined, '5', '100'],
      ['2026-03-01', 'Yandex Direct', 'Кампания 2', '0', undefined, '5', '100'],
    ])
    expect(brief(mapAnswers('yandex-direct', [['/json/v5/reports', tsv('12.50', '3.00')]]).spend)!.map((row) => row[3])).toEqual([
      '12.50',
      '3.00',
    ])
  })

  it('comes from the master of reports in windows-1251, with VAT in the header', async () => {
    const text = [
      'Статистика;;;',
      'Период: 01.03.2026 - 02.03.2026;;;',
      'Дата;Кампания;№ Кампании;Показы;Клики;Расход с НДС (руб.)',
      '01.03.2026;Бренд;7;1 200;30;1 250,50',
      '02.03.2026;Бренд;7;10;-;-',
      'Итого;;;1 210;30;1 250,50',
    ].join('\r\n')
    const got = await readFile('yandex-direct', 'master.csv', iconv.encode(text, 'windows-1251'))
    expect(got.refused).toEqual([])
    expect(got.spend.map(({ id, day, amount, currency, with_vat }) => [id, day, amount, currency, with_vat])).toEqual([
      ['2026-03-01/7', '2026-03-01', '1250.50', 'RUB', true],
      ['2026-03-02/7', '2026-03-02', '0', 'RUB', true],
    ])
  })
})
