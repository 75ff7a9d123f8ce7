// A list of things with plain columns, in the form asked for: JSON under its name, CSV, or a table.
import { printCsvLine } from '../contract/csv.ts'
import type { Format } from './command.ts'
import { missing } from './format-figure.ts'
import { printTable } from './print-table.ts'

type Value = string | number | boolean | null | readonly string[]

export function printList<C extends string>(
  format: Format,
  name: string,
  columns: readonly C[],
  rows: readonly Record<C, Value>[],
): string {
  if (format === 'json') return JSON.stringify({ [name]: rows })
  const text = (value: Value) => (Array.isArray(value) ? value.join(' ') : (value as Exclude<Value, readonly string[]>))
  if (format === 'csv')
    return [printCsvLine(columns), ...rows.map((row) => printCsvLine(columns.map((column) => text(row[column]))))].join('\n')
  return printTable(
    columns.map((title) => ({ title })),
    rows.map((row) => columns.map((column) => String(text(row[column]) ?? missing) || missing)),
  )
}
