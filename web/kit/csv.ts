// A table as CSV that opens in a spreadsheet as it stands: unrounded figures, a mark of the encoding, the separator of the language.
import type { Language } from './format-figure.ts'

export type CsvValue = string | number | null
export type CsvTable = { name: string; heads: string[]; rows: CsvValue[][] }

const byteOrderMark = '\ufeff'

function printValue(value: CsvValue, language: Language): string {
  if (value === null) return ''
  if (typeof value === 'number') return language === 'en' ? String(value) : String(value).replace('.', ',')
  // A spreadsheet runs what begins like a formula: a name from a CRM must stay a text.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";,\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function printCsv({ heads, rows }: CsvTable, language: Language): string {
  const separator = language === 'en' ? ',' : ';'
  const lines = [heads, ...rows].map((row) => row.map((value) => printValue(value, language)).join(separator))
  return `${byteOrderMark}${lines.join('\r\n')}\r\n`
}
