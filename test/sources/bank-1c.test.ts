import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { parseMapping } from '../../src/contract/mapping.ts'
import { invoiceOf } from '../../src/sources/bank-1c/map.ts'
import { openFiles } from '../../src/sources/files/open-files.ts'
import { proposeColumns } from '../../src/sources/files/propose-columns.ts'
import { readRaw } from '../../src/sources/read-raw.ts'
import { findSource } from '../../src/sources/systems.ts'

const directory = mkdtempSync(join(tmpdir(), 'rumb-bank-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const own = '40702810900000000001'
const dollars = '40702840200000000002'
const document = (values: Record<string, string>) => [
  'СекцияДокумент=Платежное поручение',
  ...Object.entries(values).map(([name, value]) => `${name}=${value}`),
  'КонецДокумента',
]
const statement = (encoding: string, accounts: readonly string[], ...documents: string[][]) =>
  [
    '1CClientBankExchange',
    'ВерсияФормата=1.03',
    `Кодировка=${encoding}`,
    ...accounts.flatMap((account) => ['СекцияРасчСчет', `РасчСчет=${account}`, 'КонецРасчСчет']),
    ...documents.flat(),
    'КонецФайла',
  ].join('\r\n')

async function read(name: string, bytes: Uint8Array) {
  const path = join(directory, name)
  writeFileSync(path, bytes)
  return findSource('bank-1c')!.map(await readRaw([path]))
}

const client = {
  ПлательщикСчет: '40702810111111111111',
  ПлательщикИНН: '7701234567',
  Плательщик: 'ИНН 7701234567 ООО Ромашка',
  ПолучательСчет: own,
}
const text = (encoding: string) =>
  statement(
    encoding,
    [own, dollars],
    document({
      Номер: '118',
      Дата: '01.03.2026',
      Сумма: '12500.00',
      ...client,
      ДатаПоступило: '02.03.2026',
      НазначениеПлатежа: 'Оплата по счету № 45/1 от 01.03.2026, в т.ч. НДС',
    }),
    document({ Номер: '5', Дата: '03.03.2026', Сумма: '500.00', ...client, ПолучательСчет: dollars, НазначениеПлатежа: 'Аванс' }),
    document({
      Номер: '7',
      Дата: '04.03.2026',
      Сумма: '900.00',
      ПлательщикСчет: own,
      ПолучательСчет: '40702810333333333333',
      НазначениеПлатежа: 'За бумагу по счету 8',
    }),
    document({
      Номер: '8',
      Дата: '05.03.2026',
      Сумма: '1000.00',
      ПлательщикСчет: own,
      ДатаСписано: '06.03.2026',
      ПолучательСчет: client.ПлательщикСчет,
      ПолучательИНН: '7701234567',
      НазначениеПлатежа: 'Возврат по счету № 45/1',
    }),
    document({
      Номер: '9',
      Дата: '06.03.2026',
      Сумма: '10.00',
      ПлательщикСчет: own,
      ПолучательСчет: dollars,
      НазначениеПлатежа: 'Перевод собственных средств',
    }),
    document({ Номер: '10', Дата: '06.03.2026', Сумма: '1.00', ПлательщикСчет: '1', ПолучательСчет: '2' }),
  )

describe('a bank statement in the exchange format of 1C', () => {
  it.each([
    ['Windows', 'windows-1251'],
    ['DOS', 'cp866'],
  ])('of %s letters tells what clients paid and were given back', async (name, encoding) => {
    const { records, refused } = await read(`${name}.txt`, iconv.encode(text(name), encoding))
    expect(
      records.map(({ values }) => [
        values.id,
        values.at,
        values.amount,
        values.currency,
        values.kind,
        values.invoice_number,
        values.payer_tax_id,
      ]),
    ).toEqual([
      [`${own}/2026-03-01/118/12500.00`, '2026-03-02', '12500.00', 'RUB', 'payment', '45/1', '7701234567'],
      [`${dollars}/2026-03-03/5/500.00`, '2026-03-03', '500.00', 'USD', 'payment', undefined, '7701234567'],
      [`${own}/2026-03-05/8/1000.00`, '2026-03-06', '1000.00', 'RUB', 'refund', '45/1', '7701234567'],
    ])
    expect(records[0]!.values.extra).toMatchObject({ payer: 'ООО Ромашка' })
    expect(refused.map(({ kind, reason }) => [kind, reason])).toEqual([['payments', 'neither account is one of this statement']])
  })

  it('that is cut off gives the documents that are whole', async () => {
    const whole = text('Windows')
    const { records } = await read('cut.txt', iconv.encode(whole.slice(0, whole.indexOf('Аванс')), 'windows-1251'))
    expect(records).toHaveLength(1)
  })

  it('names its invoice in words of many kinds', () => {
    const told = [
      'Оплата по счёту №12 от 1.1',
      'за рахунком N 45/1-А',
      'Рах. 77 від 02.03',
      'Invoice # INV-9',
      'Сч. 8',
      'счет-фактура 5',
      'Оплата по договору 7',
      'За счет средств',
    ]
    expect(told.map(invoiceOf)).toEqual(['12', '45/1-А', '77', 'INV-9', '8', null, null, null])
  })
})

describe('a bank statement as a table', () => {
  const file = resolve(import.meta.dirname, '../../examples/bank-payments/statement.csv')

  it('becomes payments and refunds by the mapping of the example', async () => {
    const mapping = parseMapping(readFileSync(resolve(import.meta.dirname, '../../examples/bank-payments/mapping.yaml'), 'utf8'))
    const files = await openFiles([file], mapping)
    const rows: unknown[] = []
    for (const table of files.tables) {
      if (table.form !== 'text') throw new Error('no text')
      for await (const batch of table.read()) for (const { cells } of batch) rows.push(cells)
    }
    await files.close()
    expect(rows).toEqual([
      ['02.03.2026/118', '02.03.2026', '12 500,00', 'UAH', 'payment', '12345678'],
      ['03.03.2026/119', '03.03.2026', '3 400,50', 'UAH', 'payment', '2876543210'],
      ['05.03.2026/78', '05.03.2026', '500,00', 'UAH', 'refund', '12345678'],
    ])
  })

  it('is recognised by its headers in ru and uk', () => {
    const [headers = [], ...rows] = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(';'))
    const uk = proposeColumns({ title: 'виписка', headers, rows }, 'payments')
    expect(Object.fromEntries(uk.columns.map(({ column, header }) => [column, header]))).toMatchObject({
      ...{ at: 'Дата операції', amount: 'Сума', currency: 'Валюта', payer_tax_id: 'ЄДРПОУ контрагента', id: 'Номер документа' },
    })
    const ru = proposeColumns(
      {
        title: 'выписка',
        headers: ['Дата операции', '№ документа', 'Кредит', 'ИНН контрагента'],
        rows: [['02.03.2026', '1', '5,00', '77']],
      },
      'payments',
    )
    expect(ru.columns.map(({ column }) => column)).toEqual(['id', 'at', 'amount', 'payer_tax_id'])
  })
})
