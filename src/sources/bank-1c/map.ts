// Documents of a bank statement -> payments and refunds of clients.
import { MappingDesk } from '../mapping-desk.ts'
import type { Answer, Located, Mapped, Source, WireRow } from '../source.ts'
import { toText, toValues } from '../wire-values.ts'
import { isExchange, readExchange } from './read-exchange.ts'

export const bank1c: Source = { system: 'bank-1c', title: '1C bank exchange', map }

function locate({ body }: Answer): Located | string {
  if (typeof body !== 'string' || !isExchange(body)) return 'no statement in the exchange format of 1C'
  const { accounts, documents } = readExchange(body)
  if (accounts.length === 0) return 'the statement names no own account (РасчСчет)'
  const own = accounts.join(' ')
  return [{ object: 'document', rows: documents.map(({ line, values }) => ({ raw: values, spot: `line ${line}`, about: { own } })) }]
}

function map(answers: readonly Answer[]): Mapped {
  const desk = new MappingDesk(answers, locate)
  const rows = desk.rows('document')
  // Statements of several accounts: what goes from one to another is no money of a client.
  const own = new Set(rows.flatMap(({ row }) => (row.about.own ?? '').split(' ')))
  for (const { raw, row } of rows) putDocument(desk, row, toValues(raw), own)
  return desk.result()
}

const givesBack = /возврат|повернення|повернено|refund/i
const isoDay = (text: string | null) => text?.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, '$3-$2-$1') ?? null

function putDocument(desk: MappingDesk, row: WireRow, values: Readonly<Record<string, unknown>>, own: ReadonlySet<string>): void {
  const text = (...names: string[]) => names.map((name) => toText(values[name])).find((value) => value !== null) ?? null
  const [from, to] = [text('ПлательщикСчет', 'ПлательщикРасчСчет') ?? '', text('ПолучательСчет', 'ПолучательРасчСчет') ?? '']
  const purpose = text('НазначениеПлатежа', 'НазначениеПлатежа1') ?? ''
  const isIn = own.has(to)
  if (own.has(from) === isIn) {
    if (!isIn) desk.refuse('payments', row, { column: 'ПолучательСчет', value: to, reason: 'neither account is one of this statement' })
    return
  }
  // What goes out is an expense, unless it gives a client his money back.
  if (!isIn && !givesBack.test(purpose)) return
  const date = text('Дата')
  const at = isoDay(text(isIn ? 'ДатаПоступило' : 'ДатаСписано') ?? date)
  const amount = text('Сумма')?.replace(/\s/g, '').replace(',', '.') ?? null
  const side = isIn ? 'Плательщик' : 'Получатель'
  const account = isIn ? to : from
  desk.put('payments', row, {
    id: [account, isoDay(date) ?? at, text('Номер'), amount].filter(Boolean).join('/'),
    at,
    amount,
    currency: currencyOf(account),
    kind: isIn ? 'payment' : 'refund',
    invoice_number: invoiceOf(purpose),
    payer_tax_id: text(`${side}ИНН`, `${side}ЕДРПОУ`, `${side}ОКПО`, `${side}БИН`),
    extra: { payer: text(`${side}1`, side)?.replace(/^ИНН\s*\d+\s*/, ''), purpose },
  })
}

/** `счет № 45 от 01.03`, `рахунком N45/1`, `сч. 45`. */
export const invoiceOf = (purpose: string): string | null =>
  /(?:сч[её]т(?:у|а|ом|ам)?(?![-\p{L}])|сч\.|рах(?:унк(?:у|ом)|унок|\.)|invoice)(?:\s*на\s+оплату)?\s*(?:№|N|#)?\s*([\p{L}\d][\p{L}\d/_-]*\d[\p{L}\d/_-]*|\d+)/iu.exec(
    purpose,
  )?.[1] ?? null

const codes: Readonly<Record<string, string>> = { 810: 'RUB', 643: 'RUB', 840: 'USD', 978: 'EUR', 156: 'CNY', 398: 'KZT', 933: 'BYN' }

/** A Russian account of 20 digits carries its currency. */
const currencyOf = (account: string) => (/^\d{20}$/.test(account) ? (codes[account.slice(5, 8)] ?? null) : null)
