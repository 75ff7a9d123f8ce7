// A report as a table of texts -> spend by row: the header under the preamble, totals left out, dates and numbers settled over the whole
// column. What can be read two ways is refused, never guessed; the language of the headers says which mark divides decimals.
import { divide } from '../decimals.ts'
import { ColumnLook } from '../files/settle-styles.ts'
import { columnWords, currencyOf, isMeasure, isTotal, namedDay, plainHeader, type ReportColumn, vatOf } from './report-words.ts'

export type SpendRow = {
  day: string
  campaign: string | null
  campaign_id: string | null
  amount: string
  currency: string | null
  clicks: string | null
  impressions: string | null
  with_vat: boolean | null
  /** All that is told and not counted: the same row in another part of the report. */
  identity: string
}
export type BadRow = { column: string; value: string; reason: string }

const PREAMBLE_ROWS = 40

type Heads = { at: number; headers: readonly string[]; places: ReadonlyMap<ReportColumn, number> }

/** Rows with their place in the table, or why nothing of it can be read. */
export function readTable(rows: readonly (readonly string[])[]): { at: number; row: SpendRow | BadRow }[] | string {
  const heads = findHeads(rows)
  if (heads === null) return 'no header with a day, a campaign and a cost was found'
  const body = rows.slice(heads.at + 1).map((cells, at) => ({ cells, at: heads.at + 1 + at }))
  const cell = (cells: readonly string[], column: ReportColumn) => cells[heads.places.get(column) ?? -1]?.trim() ?? ''
  const told = body.filter(({ cells }) => cells.some((text) => text.trim() !== '') && !isTotalRow(cells, cell))
  const marks = settleMarks(heads, told, cell)
  if (typeof marks === 'string') return marks
  return told.map(({ cells, at }) => ({ at, row: readRow(heads, marks, cells, cell) }))
}

function findHeads(rows: readonly (readonly string[])[]): Heads | null {
  for (const [at, headers] of rows.slice(0, PREAMBLE_ROWS).entries()) {
    const plain = headers.map(plainHeader)
    const places = new Map<ReportColumn, number>()
    for (const [column, words] of Object.entries(columnWords) as [ReportColumn, readonly string[]][]) {
      const found = words.map((word) => plain.indexOf(word)).find((place) => place >= 0)
      if (found !== undefined) places.set(column, found)
    }
    if (['day', 'amount'].every((column) => places.has(column as ReportColumn)) && (places.has('campaign') || places.has('campaign_id')))
      return { at, headers, places }
  }
  return null
}

type Cell = (cells: readonly string[], column: ReportColumn) => string

/** Totals have no day of their own, or call themselves so; the count of rows at the end of a report is one cell. */
const isTotalRow = (cells: readonly string[], cell: Cell) =>
  isTotal(cells[0] ?? '') ||
  isTotal(cell(cells, 'day')) ||
  isTotal(cell(cells, 'campaign')) ||
  cells.filter((text) => text.trim() !== '').length === 1 ||
  (none.test(cell(cells, 'day')) && none.test(cell(cells, 'campaign')))

const none = /^[-–—\s]*$/
type Marks = { decimals: '.' | ','; dates: 'day_first' | 'month_first'; isMicros: boolean }

function settleMarks(heads: Heads, rows: readonly { cells: readonly string[] }[], cell: Cell): Marks | string {
  const look = { amount: new ColumnLook('amount', 'decimal'), day: new ColumnLook('day', 'day') }
  const amounts = rows.map(({ cells }) => bare(cell(cells, 'amount'))).filter((text) => text !== '')
  for (const text of amounts) look.amount.add(text)
  for (const { cells } of rows) look.day.add(cell(cells, 'day').split(' ')[0] ?? '')
  const isLocal = heads.headers.some((header) => /[а-яіїєґ]/i.test(header))
  const open = look.day.unsettled()
  if (open !== undefined && !isLocal) return `"${open}" can be read as two days: export with dates as YYYY-MM-DD`
  const [dates, decimals] = [look.day, look.amount].map((one) => (one.unsettled() === undefined ? one.settle({}, '') : {}))
  // Only the Reports API of Yandex calls its columns so; without `returnMoneyInMicros: false` it counts in millionths.
  const isApi = heads.headers.some((header) => header.trim() === 'CampaignName' || header.trim() === 'CampaignId')
  const isMicros = isApi && amounts.length > 0 && amounts.every((text) => /^\d+$/.test(text))
  const mark = decimals?.decimals === ',' || decimals?.decimals === '.' ? decimals.decimals : isLocal ? ',' : '.'
  return { decimals: mark, dates: dates?.dates === 'month_first' ? 'month_first' : 'day_first', isMicros }
}

/** Without signs of currency, spaces between thousands, and dashes for none. */
const bare = (text: string) => (none.test(text) ? '' : text.replace(/[^\d.,'’+-]/g, '').replace(/^[.,]+|[.,]+$/g, ''))

function toNumber(text: string, mark: '.' | ','): string {
  const even = bare(text).replace(/['’]/g, '')
  return mark === ',' ? even.replaceAll('.', '').replace(',', '.') : even.replaceAll(',', '')
}

function readRow({ headers, places }: Heads, marks: Marks, cells: readonly string[], cell: Cell): SpendRow | BadRow {
  const bad = (column: ReportColumn, reason: string): BadRow => ({
    column: headers[places.get(column)!]!,
    value: cell(cells, column),
    reason,
  })
  const day = readDay(cell(cells, 'day'), marks.dates)
  if (day === undefined) return bad('day', 'no day that is known')
  const until = places.has('until') ? readDay(cell(cells, 'until'), marks.dates) : day
  if (until !== day) return bad('until', 'the row covers several days: break the report down by day')
  const written = cell(cells, 'amount')
  const plain = toNumber(written, marks.decimals) || '0'
  const amount = marks.isMicros ? divide(plain, '1000000') : plain
  if (amount === null || !/^-?\d+(\.\d+)?$/.test(amount)) return bad('amount', 'not a number')
  const header = headers[places.get('amount')!]!
  const count = (column: ReportColumn) => (places.has(column) ? toNumber(cell(cells, column), marks.decimals) || '0' : null)
  return {
    day,
    campaign: cell(cells, 'campaign') || null,
    campaign_id: cell(cells, 'campaign_id') || null,
    amount,
    currency: cell(cells, 'currency').toUpperCase() || currencyOf(header),
    clicks: count('clicks'),
    impressions: count('impressions'),
    with_vat: vatOf(header),
    identity: JSON.stringify(headers.flatMap((name, at) => (isMeasure(name) ? [] : [cells[at]?.trim() ?? '']))),
  }
}

function readDay(text: string, dates: Marks['dates']): string | undefined {
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})/.exec(text)
  if (iso !== null) return toDay(iso[1]!, iso[2]!, iso[3]!)
  const own = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text)
  if (own === null) return namedDay(text)
  const [, first, dot, second, year] = own
  const isDayFirst = dot === '.' || dates === 'day_first'
  return toDay(year!.length === 2 ? `20${year}` : year!, isDayFirst ? second! : first!, isDayFirst ? first! : second!)
}

function toDay(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined
}
