import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proposeMapping } from '../../src/app/propose-mapping.ts'
import { parseMapping } from '../../src/contract/mapping.ts'
import { hasReferenceData, referencePath } from '../reference-data.ts'
import { openRecordHouse, type RecordHouse } from './record-house.ts'

let house: RecordHouse

beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

describe.runIf(hasReferenceData)('the sales of a foreign CRM', () => {
  it('go in by the mapping of the example; what has no date is named', async () => {
    const workspace = house.workspace()
    const mapping = parseMapping(readFileSync(resolve(import.meta.dirname, '../../examples/crm-sales/mapping.yaml'), 'utf8'))
    const taken = await workspace.take([referencePath('crm-sales')], mapping, 'UTC')
    expect(
      taken.map(({ file, kind, rows, accepted, unchanged, quarantined }) => [file, kind, rows, accepted, unchanged, quarantined]),
    ).toEqual([
      ['accounts.csv', 'companies', 85, 85, 0, 0],
      ['sales_pipeline.csv', 'deals', 8800, 8300, 0, 500],
      ['sales_teams.csv', 'people', 35, 35, 0, 0],
      ['sales_teams.csv', 'teams', 6, 6, 0, 0],
      ['sales_teams.csv', 'teams', 3, 3, 0, 0],
    ])
    const problems = taken[1]!.problems
    expect(new Set(problems.map(({ column, reason }) => `${column}: ${reason}`))).toEqual(
      new Set(['created_at: required, but empty (from engage_date)']),
    )
    expect(problems.every(({ id, line }) => id.length === 8 && line > 1)).toBe(true)
    expect(
      await house.warehouse.query(
        `SELECT outcome, count() AS n, sum(amount) AS money FROM rec_deals FINAL WHERE ws = ${workspace.ws} GROUP BY outcome ORDER BY outcome`,
      ),
    ).toEqual([
      { outcome: 'lost', n: '2473', money: 0 },
      { outcome: 'open', n: '1589', money: null },
      { outcome: 'won', n: '4238', money: 10005534 },
    ])
    expect(
      await house.warehouse.query(
        `SELECT uniqExact(product) AS n, countIf(product = 'GTXPro') AS odd FROM rec_deals FINAL WHERE ws = ${workspace.ws}`,
      ),
    ).toEqual([{ n: '7', odd: '0' }])
  })

  it('are proposed a mapping that is nearly the one of the example', async () => {
    const { kind, columns, missing } = await proposeMapping({ file: referencePath('crm-sales/sales_pipeline.csv'), lang: 'en' })
    expect([kind, missing]).toEqual(['deals', []])
    expect(columns).toMatchObject({
      id: 'opportunity_id',
      created_at: 'engage_date',
      closed_at: 'close_date',
      owner_id: 'sales_agent',
      company_id: 'account',
      amount: 'close_value',
      outcome: 'deal_stage',
    })
  })
})

describe('a proposed mapping', () => {
  const amo = `ID;Название сделки;Ответственный;Дата создания сделки;Этап сделки;Бюджет ₴;Причина отказа;Дата закрытия;Город
1;Окна;Петров;03.04.2026 10:20;Успешно реализовано;12 500,50;;05.04.2026;Киев
2;Двери;Иванов;03.04.2026 10:21;Закрыто и не реализовано;7 000;Дорого;06.04.2026;Львов
3;Двери;Иванов;03.04.2026 10:22;Переговоры;;;;Львов
`
  it('of an amoCRM export takes it in without an edit', async () => {
    const { yaml, kind, unmapped } = await proposeMapping({ file: await house.file('Сделки.csv', amo), lang: 'ru' })
    expect([kind, unmapped]).toEqual(['deals', ['Название сделки', 'Город']])
    const workspace = house.workspace()
    await workspace.take([await house.file('Сделки.csv', amo)], parseMapping(yaml))
    expect(await workspace.rows('deals', 'id, outcome, toString(amount) AS amount, currency, owner_id_text AS owner, extra')).toEqual([
      {
        id: '1',
        outcome: 'won',
        amount: '12500.5',
        currency: 'UAH',
        owner: 'crm:Петров',
        extra: { 'Название сделки': 'Окна', Город: 'Киев' },
      },
      {
        id: '2',
        outcome: 'lost',
        amount: '7000',
        currency: 'UAH',
        owner: 'crm:Иванов',
        extra: { 'Название сделки': 'Двери', Город: 'Львов' },
      },
      {
        id: '3',
        outcome: 'open',
        amount: null,
        currency: 'UAH',
        owner: 'crm:Иванов',
        extra: { 'Название сделки': 'Двери', Город: 'Львов' },
      },
    ])
  })

  it('says what it could not map and what can be read two ways', async () => {
    const calls =
      'Дата;Напрямок;Номер клієнта;Тривалість;Статус;Файл\n03/04/2026 10:00;Вхідний;+380501112233;65;Відповіли;a.mp3\n04/04/2026 11:00;Вихідний;+380501112234;0;Дивно;\n'
    const { yaml, missing } = await proposeMapping({ file: await house.file('дзвінки.csv', calls), lang: 'uk' })
    expect(missing).toEqual(['id'])
    expect(yaml).toContain('# dates: d/m/Y   # m/d/Y')
    expect(yaml).toContain('  # id: ?')
    expect(yaml).toContain('Вхідний: in')
    expect(yaml).toContain('Дивно: null')
    expect(yaml).toContain('#   Файл')
    expect(yaml).toContain('kind: { const: call }')
  })

  it('of a Pipedrive and a Bitrix24 export finds the columns', async () => {
    const pipedrive =
      'Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Owner,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Deal closed on,Deal - Lost reason,Organization - Name\n1,A,100,USD,Ann,Qualified,won,2026-03-01 10:00:00,2026-03-05 10:00:00,,Acme\n2,B,,USD,Bob,Demo,open,2026-03-02 10:00:00,,,\n'
    const first = await proposeMapping({ file: await house.file('deals-export.csv', pipedrive), lang: 'en' })
    expect(first.columns).toMatchObject({
      id: 'Deal - ID',
      amount: 'Deal - Value',
      owner_id: 'Deal - Owner',
      created_at: 'Deal - Deal created',
      closed_at: 'Deal - Deal closed on',
      lost_reason: 'Deal - Lost reason',
    })
    const bitrix =
      'ID;Стадия сделки;Название;Ответственный;Сумма;Валюта;Дата создания;Компания;Контакт\n5;Сделка успешна;X;Олег;500;UAH;05.03.2026 10:00:00;ТОВ Мрія;Іван\n'
    const second = await proposeMapping({ file: await house.file('DEAL_20260305.csv', bitrix), lang: 'ru' })
    expect(second.columns).toMatchObject({
      id: 'ID',
      stage_id: 'Стадия сделки',
      owner_id: 'Ответственный',
      amount: 'Сумма',
      currency: 'Валюта',
      created_at: 'Дата создания',
      company_id: 'Компания',
      contact_id: 'Контакт',
    })
  })
})
