// Values as CSV (RFC 4180): what a table program reads without questions. Numbers are not rounded.

export type CsvValue = string | number | boolean | null | undefined

/** One line without its end. */
export function printCsvLine(values: readonly CsvValue[]): string {
  return values.map(printValue).join(',')
}

function printValue(value: CsvValue): string {
  if (value === null || value === undefined) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
