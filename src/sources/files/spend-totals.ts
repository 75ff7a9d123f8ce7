// `spend_total: true`: a spend row without campaign is the whole of its day and channel, so what the campaigns of that
// day and channel spent is taken off it. Exact in decimals; only within one file.
import type { RawCell } from '../../contract/raw-table.ts'
import * as forms from '../../contract/records/value-forms.ts'
import type { CellReader, PlannedColumn, TablePlan } from './plan-table.ts'

const plainNumber = new RegExp(forms.plainNumber)
const oddSpaces = new RegExp(forms.oddSpaces, 'g')
const SCALE = 8

export class SpendTotals {
  readonly #read: (column: string, cells: readonly RawCell[]) => string
  readonly #campaigns = new Map<string, string[]>()

  constructor(columns: readonly PlannedColumn[]) {
    const readers = new Map<string, CellReader>(columns.map(({ column, read }) => [column, read]))
    this.#read = (column, cells) => readers.get(column)?.(cells)?.trim() ?? ''
  }

  #place(cells: readonly RawCell[]): string {
    return JSON.stringify(['day', 'channel', 'currency'].map((column) => this.#read(column, cells)))
  }

  add(cells: readonly RawCell[]): void {
    if (this.#read('campaign', cells) === '') return
    const place = this.#place(cells)
    this.#campaigns.set(place, [...(this.#campaigns.get(place) ?? []), this.#read('amount', cells)])
  }

  /** The plan whose totals are less what the campaigns spent. */
  apply(plan: TablePlan, styles: Readonly<Record<string, forms.ColumnStyle>>): TablePlan {
    const mark = styles.amount?.decimals ?? 'plain'
    const rest = (cells: readonly RawCell[], amount: RawCell): RawCell => {
      const spent = this.#campaigns.get(this.#place(cells))
      if (amount === null || spent === undefined || this.#read('campaign', cells) !== '') return amount
      const parts = [amount, ...spent].map((text) => toUnits(text, mark))
      if (parts.includes(undefined)) return amount
      const [total = 0n, ...taken] = parts as bigint[]
      return write(
        taken.reduce((left, one) => left - one, total),
        mark,
      )
    }
    const columns = plan.columns.map((planned) =>
      planned.column === 'amount' ? { ...planned, read: (cells: readonly RawCell[]) => rest(cells, planned.read(cells)) } : planned,
    )
    return { ...plan, columns }
  }
}

function toUnits(text: string, mark: forms.DecimalMark): bigint | undefined {
  const even = text.trim().replace(oddSpaces, '').replace(/[ '’]/g, '')
  const plain = mark === ',' ? even.replaceAll('.', '').replace(',', '.') : even.replaceAll(',', '')
  if (!plainNumber.test(plain) || /e/i.test(plain)) return undefined
  const [whole = '0', fraction = ''] = plain.replace(/^[+-]/, '').split('.')
  const units = BigInt(`${whole || '0'}${fraction.slice(0, SCALE).padEnd(SCALE, '0')}`)
  return plain.startsWith('-') ? -units : units
}

function write(units: bigint, mark: forms.DecimalMark): string {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0')
  const fraction = digits.slice(-SCALE).replace(/0+$/, '')
  const point = mark === ',' ? ',' : '.'
  return `${units < 0n ? '-' : ''}${digits.slice(0, -SCALE)}${fraction === '' ? '' : point + fraction}`
}
