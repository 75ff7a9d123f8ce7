// Rates of central banks -> rates to the workspace's currency, exact to eight places.
import { divide, times } from '../decimals.ts'
import { MappingDesk, type Parsed } from '../mapping-desk.ts'
import type { Answer, Known, Link, Mapped, Source, WireRow } from '../source.ts'
import { toText, toValues } from '../wire-values.ts'
import { checkRates, fetchRates, openRates, readAddress } from './fetch.ts'
import { locate } from './locate.ts'
import * as schema from './schema.ts'

const link: Link = { open: openRates, check: checkRates, fetch: fetchRates, readAddress, isOpen: true }
export const rates: Source = { system: 'rates', title: 'Rates', map, link }

const DAY_MS = 86_400_000
/** A rate holds this long by itself. */
const HOLDS_DAYS = 7
/** Pauses of banks are no longer: a list with greater gaps was saved in parts. */
const PAUSE_DAYS_MAX = 14

type Rate = { day: string; currency: string; rate: string; row: WireRow }

function map(answers: readonly Answer[], { currency: own }: Known = {}): Mapped {
  const desk = new MappingDesk(answers, locate)
  const found: Rate[] = []
  const banks = [
    { base: 'EUR', quotes: desk.read('ecb', schema.ecb, 'rates') },
    { base: 'UAH', quotes: desk.read('nbu', schema.nbu, 'rates') },
    { base: 'RUB', quotes: readCbr(desk) },
  ]
  for (const { base, quotes } of banks) {
    const days = [...Map.groupBy(quotes, ({ value }) => value.day).values()]
    const converted = days.map((list) => convert(list, base, own ?? base))
    const missing = days.filter((_, at) => converted[at] === null)
    const [first] = missing.flat()
    if (first !== undefined) {
      const reason = `the currency of the workspace is not in this bank's list (on ${missing.length} days)`
      desk.refuse('rates', first.row, { column: 'currency', value: own ?? base, reason })
    }
    for (const list of converted) found.push(...(list ?? []))
  }
  for (const list of Map.groupBy(found, ({ currency }) => currency).values()) putRates(desk, list)
  return desk.result()
}

/** Lists of one currency carry the bank's own code of it: the list of a day says whose it is. */
function readCbr(desk: MappingDesk): Parsed<schema.Quote>[] {
  const rows = desk.rows('cbr')
  const names = new Map(
    rows.flatMap(({ raw }) => {
      const parsed = schema.cbrName.safeParse(raw)
      return parsed.success ? [[parsed.data.ID, parsed.data.CharCode] as const] : []
    }),
  )
  return rows.flatMap(({ raw, row }) => {
    const values = toValues(raw)
    const CharCode = toText(values.CharCode) ?? names.get(row.about.bankCode ?? '')
    const parsed = schema.cbr.safeParse({ ...values, CharCode })
    if (parsed.success) return [{ value: parsed.data, row }]
    const [issue] = parsed.error.issues
    const isUnnamed = CharCode === undefined
    const reason = isUnnamed ? 'whose code this is, the list of a day says: import one with it' : (issue?.message ?? 'not of a known form')
    const column = isUnnamed ? 'ID' : String(issue?.path[0] ?? '')
    desk.refuse('rates', row, { column, value: toText(values[column]) ?? '', reason })
    return []
  })
}

/** The quotes of one day, across the bank's own currency where the workspace counts in another; null when that is not quoted. */
function convert(list: readonly Parsed<schema.Quote>[], base: string, own: string): Rate[] | null {
  const { value: first, row } = list[0]!
  const unit = { day: first.day, currency: base, of: '1', per: '1' }
  const target = own === base ? unit : list.find(({ value }) => value.currency === own)?.value
  if (target === undefined) return null
  return [...list, { value: unit, row }]
    .filter(({ value }) => value.currency !== own)
    .map(({ value: { day, currency, of, per }, row: at }) => {
      const rate = divide(times(of, target.per)!, times(per, target.of)!)!
      return { day, currency, rate, row: at }
    })
}

/** The rates of one currency. A repeated rate gives way to one that the bank set for that day. */
function putRates(desk: MappingDesk, list: readonly Rate[]): void {
  const ordered = list.toSorted((a, b) => (a.day < b.day ? -1 : 1))
  for (const [at, { day, currency, rate, row }] of ordered.entries()) {
    desk.put('rates', row, { day, currency, rate, updated_at: `${day}T00:00:00Z` })
    const next = ordered[at + 1]?.day
    const gap = next === undefined ? 0 : (Date.parse(next) - Date.parse(day)) / DAY_MS
    if (gap > HOLDS_DAYS && gap <= PAUSE_DAYS_MAX)
      for (let passed = 1; passed < gap; passed += 1) desk.put('rates', row, { day: addDays(day, passed), currency, rate })
  }
}

const addDays = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
