// What the columns of advertising reports are called, in en, ru and uk, and the words of their totals. Compared in small letters, without
// what stands in brackets.

export type ReportColumn = 'day' | 'until' | 'campaign' | 'campaign_id' | 'amount' | 'currency' | 'clicks' | 'impressions'

export const columnWords: Readonly<Record<ReportColumn, readonly string[]>> = {
  day: [
    'day',
    'date',
    'reporting starts',
    'день',
    'дата',
    'дата начала отчетности',
    'дата начала отчета',
    'початок звітності',
    'дата початку звіту',
  ],
  until: ['reporting ends', 'дата окончания отчетности', 'дата окончания отчета', 'кінець звітності', 'дата завершення звіту'],
  campaign: ['campaign', 'campaign name', 'campaignname', 'кампания', 'название кампании', 'кампанія', 'назва кампанії'],
  campaign_id: [
    'campaign id',
    'campaignid',
    '№ кампании',
    'номер кампании',
    'id кампании',
    'идентификатор кампании',
    'ідентифікатор кампанії',
    'id кампанії',
  ],
  amount: [
    'cost',
    'amount spent',
    'spend',
    'расход',
    'cost with vat',
    'расход с ндс',
    'расход без ндс',
    'стоимость',
    'затраты',
    'сумма затрат',
    'потраченная сумма',
    'витрати',
    'вартість',
    'витрачена сума',
    'витрачено',
  ],
  currency: ['currency', 'currency code', 'валюта', 'код валюты', 'код валюти'],
  clicks: ['clicks', 'link clicks', 'clicks all', 'клики', 'клики по ссылке', 'кліки', 'кліки на посилання', 'взаимодействия'],
  impressions: ['impr', 'impressions', 'показы', 'покази'],
}

/** What is counted, not told: two rows that differ in these alone are one. */
export const isMeasure = (header: string) =>
  /cost|spend|spent|click|impr|ctr|cpc|cpm|conv|reach|frequency|result|value|rate|avg|расход|стоимост|затрат|клик|показ|охват|частота|конверс|цена|доля|отказ|глубина|витрат|вартість|клік|покази|охоплен|ціна/i.test(
    header,
  )

export const isTotal = (cell: string) =>
  /^(total|totals|grand total|итого|всего|всього|разом|усього|підсумок|загалом)(\b|[\s:.,—-]|$)/i.test(cell.trim())

const signs: readonly [RegExp, string][] = [
  [/₴|грн/i, 'UAH'],
  [/₽|руб/i, 'RUB'],
  [/€/, 'EUR'],
  [/£/, 'GBP'],
  [/₸|тенге|тнг/i, 'KZT'],
  [/zł/i, 'PLN'],
  [/\$/, 'USD'],
]

/** The currency a header names: `Amount spent (USD)`, `Расход (руб.)`. */
export function currencyOf(header: string): string | null {
  const told = /\(([^)]*)\)|,\s*([^,]+)$/.exec(header)
  const inside = (told?.[1] ?? told?.[2] ?? '').trim()
  if (/^[A-Z]{3}$/.test(inside)) return inside
  return signs.find(([sign]) => sign.test(inside))?.[1] ?? null
}

/** Null: the header does not say. */
export const vatOf = (header: string): boolean | null =>
  /без\s+(ндс|пдв)/i.test(header) ? false : /(с|з)\s+(ндс|пдв)|with vat/i.test(header) ? true : null

export const plainHeader = (header: string) =>
  header
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\(.*?\)/g, ' ')
    .replace(/,\s*(руб|грн|тенге|[a-z]{3})\.?$/, ' ')
    .replace(/[^\p{L}\p{N}№]+/gu, ' ')
    .trim()

const months: readonly RegExp[] = [
  ...[/^(jan|янв|січ)/i, /^(feb|фев|лют)/i, /^(mar|мар|бер)/i, /^(apr|апр|кві)/i, /^(may|ма[йя]|тра)/i, /^(jun|июн|чер)/i],
  ...[/^(jul|июл|лип)/i, /^(aug|авг|сер)/i, /^(sep|сен|вер)/i, /^(oct|окт|жов)/i, /^(nov|ноя|лис)/i, /^(dec|дек|гру)/i],
]

/** `Mar 2, 2026`, `2 марта 2026 г.`, `пн, 2 мар. 2026`; undefined for every other form. */
export function namedDay(text: string): string | undefined {
  const words = text.match(/\p{L}+|\d+/gu) ?? []
  const month = words.findLastIndex((word) => months.some((name) => name.test(word) && word.length >= 3))
  const numbers = words.filter((word) => /^\d+$/.test(word))
  const year = numbers.find((number) => number.length === 4)
  const day = numbers.find((number) => number.length <= 2)
  if (month < 0 || year === undefined || day === undefined || numbers.length !== 2) return undefined
  const at = months.findIndex((name) => name.test(words[month]!)) + 1
  return `${year}-${String(at).padStart(2, '0')}-${day.padStart(2, '0')}`
}
