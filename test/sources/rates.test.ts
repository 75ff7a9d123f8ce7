import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectSource } from '../../src/app/connect-source.ts'
import { importRecords } from '../../src/app/import-records.ts'
import { type House, openHouse } from '../../src/app/open-house.ts'
import { syncSource } from '../../src/app/sync-source.ts'
import { loadConfig } from '../../src/config.ts'
import { findWorkspace } from '../../src/store/tables/workspaces.ts'
import { type FakeBanks, startFakeBanks } from '../fakes/fake-banks.ts'
import { mapAnswers } from './map-answers.ts'

const ecb = (...days: [string, Record<string, string>][]) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://example.org/g" xmlns="http://example.org/e"><gesmes:subject>Reference rates</gesmes:subject>
<Cube>${days
    .map(
      ([day, list]) =>
        `<Cube time='${day}'>${Object.entries(list)
          .map(([code, rate]) => `<Cube currency='${code}' rate='${rate}'/>`)
          .join('')}</Cube>`,
    )
    .join('')}</Cube></gesmes:Envelope>`
const shown = (records: Record<string, unknown>[] | undefined) => records?.map(({ day, currency, rate }) => `${day} ${currency} ${rate}`)

describe('lists of central banks', () => {
  it('become rates to the currency of the workspace, across the own currency of the bank where it must be', () => {
    const body = ecb(['2026-03-02', { USD: '1.25', PLN: '4.5' }])
    // 1 USD = 1 / 1.25 EUR; 1 PLN = 1 / 4.5 EUR.
    expect(shown(mapAnswers('rates', [[null, body]], { currency: 'EUR' }).rates)).toEqual([
      '2026-03-02 USD 0.8',
      '2026-03-02 PLN 0.22222222',
    ])
    // In złoty: 1 USD = 4.5 / 1.25, 1 EUR = 4.5.
    expect(shown(mapAnswers('rates', [[null, body]], { currency: 'PLN' }).rates)).toEqual(['2026-03-02 USD 3.6', '2026-03-02 EUR 4.5'])
    const none = mapAnswers('rates', [[null, body]], { currency: 'KZT' })
    expect(none.rates).toBeUndefined()
    expect(none.refused).toMatchObject([{ kind: 'rates', value: 'KZT', reason: expect.stringContaining('not in this bank') }])
  })

  it('count in units of the bank: 100 tenge of the Bank of Russia, 10 units of the NBU', () => {
    const day = `<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="02.03.2026" name="x"><Valute ID="R1"><CharCode>KZT</CharCode><Nominal>100</Nominal><Name>Тенге</Name><Value>16,5000</Value></Valute><Valute ID="R2"><CharCode>USD</CharCode><Nominal>1</Nominal><Value>80,0000</Value></Valute></ValCurs>`
    const range = `<ValCurs ID="R2" name="y"><Record Date="03.03.2026" Id="R2"><Nominal>1</Nominal><Value>1 082,5</Value></Record></ValCurs>`
    const got = mapAnswers(
      'rates',
      [
        [null, day],
        [null, range],
      ],
      { currency: 'RUB' },
    )
    expect(shown(got.rates)).toEqual(['2026-03-02 KZT 0.165', '2026-03-02 USD 80', '2026-03-03 USD 1082.5'])
    const nbu = [
      { exchangedate: '02.03.2026', cc: 'HUF', rate: 1.25, units: 10 },
      { exchangedate: '02.03.2026', cc: 'USD', rate: 41.5 },
    ]
    expect(shown(mapAnswers('rates', [[null, nbu]], { currency: 'UAH' }).rates)).toEqual(['2026-03-02 HUF 0.125', '2026-03-02 USD 41.5'])
    const alone = mapAnswers('rates', [[null, range]], { currency: 'RUB' })
    expect(alone.refused).toMatchObject([{ kind: 'rates', column: expect.stringContaining('ID'), value: 'R2' }])
  })

  it('repeat the last rate through a pause longer than a rate holds, and give way to a real one', () => {
    const body = ecb(
      ['2026-01-09', { USD: '1.2' }],
      ['2025-12-31', { USD: '1.25' }],
      ['2025-12-29', { USD: '1.5' }],
      ['2025-11-01', { USD: '2' }],
    )
    const got = mapAnswers('rates', [[null, body]], { currency: 'EUR' })
    const days = got.rates!.map(({ day, updated_at }) => [day, updated_at !== undefined])
    expect(days.toSorted()).toEqual([
      ['2025-11-01', true],
      ['2025-12-29', true],
      ['2025-12-31', true],
      ...['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => [`2026-01-${day}`, false]),
      ['2026-01-09', true],
    ])
    expect(got.rates!.find(({ day }) => day === '2026-01-08')!.rate).toBe('0.8')
  })

  it('are refused in plain words when cut off, foreign or without a rate', () => {
    const bad = ecb(['2026-03-02', { USD: '0', PLN: '4.5' }])
    const got = mapAnswers(
      'rates',
      [
        [null, bad],
        [null, bad.slice(0, 200)],
        [null, '<html><body>busy</body></html>'],
        [null, [{ id: 1 }]],
      ],
      { currency: 'EUR' },
    )
    expect(shown(got.rates)).toEqual(['2026-03-02 PLN 0.22222222'])
    expect(got.refused.map(({ kind, reason }) => [kind, reason])).toEqual([
      [null, 'the XML is cut off or damaged'],
      [null, 'no list of rates that is known'],
      [null, 'no list of rates that is known'],
      ['rates', 'not a rate'],
    ])
  })
})

describe('rates, read by themselves', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rumb-rates-'))
  const clock = {
    ms: Date.UTC(2026, 2, 6, 18),
    now: () => clock.ms,
    sleep: async (ms: number) => {
      clock.ms += ms
    },
  }
  let house: House
  let fake: FakeBanks
  const call = { workspace: 'uah', clock, now: new Date(clock.ms) }
  const stored = async () => {
    const { num } = (await findWorkspace(house.store.db, 'uah'))!
    return house.warehouse.query<Record<string, unknown>>(
      `SELECT toString(day) AS day, toString(currency) AS currency, toString(rate) AS rate FROM rec_rates FINAL WHERE ws = ${num} ORDER BY day, currency`,
    )
  }

  beforeAll(async () => {
    house = await openHouse(loadConfig({ data: join(directory, 'data') }, {}))
    fake = await startFakeBanks(
      [
        { day: '2026-03-05', currency: 'USD', rate: '41.5' },
        { day: '2026-03-05', currency: 'EUR', rate: '48.25' },
        { day: '2026-03-06', currency: 'USD', rate: '41.75' },
        { day: '2026-03-06', currency: 'EUR', rate: '48.5' },
      ],
      clock.now,
    )
  }, 120_000)
  afterAll(async () => {
    await fake.close()
    await house.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it('come from the NBU without a token, the next day only the last days', async () => {
    fake.faults = 1
    const address = `${fake.origin}/NBUStatService/`
    const made = await connectSource(house, call, { system: 'rates', address, token: '' })
    expect(made).toEqual({ source: 'rates', system: 'rates', account: 'NBU', currency: 'UAH' })
    await expect(connectSource(house, call, { system: 'amocrm', address, token: '' })).rejects.toMatchObject({ code: 'bad_usage' })
    expect((await syncSource(house, call, { id: 'rates', since: undefined })).accepted).toBe(4)
    expect(await stored()).toEqual([
      { day: '2026-03-05', currency: 'EUR', rate: '48.25' },
      { day: '2026-03-05', currency: 'USD', rate: '41.5' },
      { day: '2026-03-06', currency: 'EUR', rate: '48.5' },
      { day: '2026-03-06', currency: 'USD', rate: '41.75' },
    ])
    expect(fake.asked.at(-1)).toContain('start=20160101&end=20260306')
    clock.ms += 86_400_000
    fake.quotes.push({ day: '2026-03-07', currency: 'USD', rate: '42' })
    expect((await syncSource(house, call, { id: 'rates', since: undefined })).accepted).toBe(1)
    expect(fake.asked.at(-1)).toContain('start=20260224&end=20260307')
  }, 60_000)

  it('come from the Bank of Russia in windows-1251, by address and from a saved file', async () => {
    fake.quotes = [
      { day: '2026-03-05', currency: 'UAH', rate: '20', nominal: 10 },
      { day: '2026-03-05', currency: 'KZT', rate: '16', nominal: 100 },
    ]
    const ask = { system: 'rates', source: 'cbr', address: `${fake.origin}/scripts/`, token: '' }
    expect(await connectSource(house, call, ask)).toMatchObject({ account: 'CBR' })
    await syncSource(house, call, { id: 'cbr', since: '2026-03-01' })
    // 1 UAH = 2 RUB, 1 KZT = 0.16 RUB.
    expect(await stored()).toContainEqual({ day: '2026-03-05', currency: 'KZT', rate: '0.08' })
    expect(await stored()).toContainEqual({ day: '2026-03-05', currency: 'RUB', rate: '0.5' })
    const file = join(directory, 'cbr.xml')
    const xml = `<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="09.03.2026" name="x"><Valute ID="R1"><CharCode>UAH</CharCode><Nominal>10</Nominal><Name>Украинских гривен</Name><Value>25,0000</Value></Valute></ValCurs>`
    writeFileSync(file, iconv.encode(xml, 'windows-1251'))
    const asked = { paths: [file], source: 'cbr', system: 'rates', raw: true, dry_run: false }
    const { files } = await importRecords(house, { workspace: 'uah', now: call.now, onNews: () => undefined, ask: asked })
    expect(files).toMatchObject([{ file: 'cbr.xml', kind: 'rates', accepted: 1, quarantined: 0 }])
    expect(await stored()).toContainEqual({ day: '2026-03-09', currency: 'RUB', rate: '0.4' })
  }, 60_000)
})
