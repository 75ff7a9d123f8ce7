// Rows of a table in the order of one of its columns, by the unrounded values of its file; what is not known stands last either way.
import type { CsvTable, CsvValue } from './csv.ts'

export type Order = { head: string; isDown: boolean }

/** Which columns can be ordered: those the file has under the same head, when it has the same rows. */
export function sortableHeads(heads: readonly string[], rows: number, file: CsvTable): ReadonlySet<string> {
  return new Set(file.rows.length === rows && rows > 1 ? heads.filter((head) => file.heads.includes(head)) : [])
}

function compare(a: CsvValue, b: CsvValue, isDown: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const way = isDown ? -1 : 1
  return way * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)))
}

/** The places of the rows in the order asked. */
export function sortRows(count: number, file: CsvTable, order: Order | null): number[] {
  const places = Array.from({ length: count }, (_, index) => index)
  const column = order ? file.heads.indexOf(order.head) : -1
  if (!order || column < 0) return places
  return places.toSorted((a, b) => compare(file.rows[a]?.[column] ?? null, file.rows[b]?.[column] ?? null, order.isDown) || a - b)
}

/** Every word looked for stands somewhere in the row, in any case. */
export function holdsText(row: readonly CsvValue[], search: string): boolean {
  const text = row.join(' ').toLocaleLowerCase()
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
