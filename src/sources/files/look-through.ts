// The first look at a sheet: how many rows each kind takes from it, how its columns write dates and numbers. Then the
// tables the warehouse reads. Nothing is written before every file has passed this look.
import type { RawRow, TextTable } from '../../contract/raw-table.ts'
import type { ColumnStyle } from '../../contract/records/value-forms.ts'
import type { PlannedColumn, TablePlan } from './plan-table.ts'
import { ColumnLook } from './settle-styles.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import { SpendTotals } from './spend-totals.ts'

const DISTINCT_MAX = 200_000

/** `onRows` counts the rows looked at. */
export async function lookThrough(sheet: Sheet, plans: readonly TablePlan[], onRows: (rows: number) => void): Promise<TextTable[]> {
  const looks = plans.map((plan) => new PlanLook(plan))
  let rows = 0
  for await (const batch of sheet.read()) {
    rows += batch.length
    for (const look of looks) look.add(batch)
    onRows(rows)
  }
  return looks.map((look) => look.settle(sheet))
}

class PlanLook {
  readonly #plan: TablePlan
  readonly #looks: readonly { planned: PlannedColumn; look: ColumnLook }[]
  readonly #totals: SpendTotals | undefined
  readonly #count: (batch: readonly SheetRow[]) => number
  #rows = 0

  constructor(plan: TablePlan) {
    this.#plan = plan
    this.#looks = plan.columns
      .filter(({ type }) => type === 'time' || type === 'day' || type === 'decimal' || type === 'number')
      .map((planned) => ({ planned, look: new ColumnLook(planned.header, planned.type) }))
    this.#totals = plan.isSpendTotal ? new SpendTotals(plan.columns) : undefined
    const toRows = rowMaker(plan)
    this.#count = (batch) => toRows(batch).length
  }

  add(batch: readonly SheetRow[]): void {
    for (const { cells, broken } of batch) {
      if (broken !== undefined || !this.#plan.isWanted(cells)) continue
      for (const { planned, look } of this.#looks) look.add(planned.read(cells) ?? '')
      this.#totals?.add(cells)
    }
    this.#rows += this.#count(batch)
  }

  settle(sheet: Sheet): TextTable {
    const styles = Object.fromEntries(
      this.#looks.map(({ planned, look }): [string, ColumnStyle] => [planned.column, look.settle(planned.style, sheet.file)]),
    )
    const plan = this.#totals === undefined ? this.#plan : this.#totals.apply(this.#plan, styles)
    return {
      form: 'text',
      kind: plan.kind.name,
      file: sheet.file,
      columns: plan.columns.map(({ column }) => column),
      styles,
      headers: Object.fromEntries(plan.columns.map(({ column, header }) => [column, header])),
      rows: this.#rows,
      read: () => readRows(sheet, plan),
    }
  }
}

async function* readRows(sheet: Sheet, plan: TablePlan): AsyncGenerator<RawRow[]> {
  const toRows = rowMaker(plan)
  for await (const batch of sheet.read()) yield toRows(batch)
}

/** Keeps what it has seen when rows that say the same are one record. */
function rowMaker(plan: TablePlan): (batch: readonly SheetRow[]) => RawRow[] {
  const seen = new Set<string>()
  const isNew = (row: RawRow): boolean => {
    const key = JSON.stringify([row.cells, row.extra])
    if (seen.has(key)) return false
    if (seen.size < DISTINCT_MAX) seen.add(key)
    return true
  }
  // Of many rows one list is drawn, such as who is responsible: a row that names none of it adds nothing.
  const says = (row: RawRow) => row.cells.some((cell, at) => !plan.columns[at]?.isConstant && (cell?.trim() ?? '') !== '')
  return (batch) => {
    const wanted = batch.filter(({ cells, broken }) => broken !== undefined || plan.isWanted(cells))
    const rows = wanted.map((row) => toRawRow(plan, row))
    return plan.isDistinct ? rows.filter((row) => row.broken !== undefined || (says(row) && isNew(row))) : rows
  }
}

function toRawRow(plan: TablePlan, { line, cells, broken }: SheetRow): RawRow {
  if (broken !== undefined) return { line, cells: [], broken }
  const extra: Record<string, string> = {}
  for (const { name, read } of plan.extra) {
    const value = read(cells)?.trim() ?? ''
    if (value !== '') extra[name] = value
  }
  return { line, cells: plan.columns.map(({ read }) => read(cells)), extra }
}
