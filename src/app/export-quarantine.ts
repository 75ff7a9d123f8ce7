// All quarantined rows of a workspace as CSV, page by page.
import { printCsvLine } from '../contract/csv.ts'
import type { Quarantined } from '../contract/resources.ts'
import { listQuarantine } from './list-quarantine.ts'
import type { House } from './open-house.ts'

const columns = ['source', 'kind', 'record_id', 'file', 'line', 'column', 'value', 'reason', 'at', 'raw'] as const
const pageRows = 1000

export async function* exportQuarantine(house: House, { workspace }: { workspace: string }): AsyncGenerator<string> {
  yield `${printCsvLine(columns)}\n`
  for (let offset = 0; ; offset += pageRows) {
    const { rows } = await listQuarantine(house, { workspace, query: { offset, limit: pageRows } })
    if (rows.length > 0) yield `${rows.map(printRow).join('\n')}\n`
    if (rows.length < pageRows) return
  }
}

function printRow(row: Quarantined): string {
  return printCsvLine(columns.map((column) => (column === 'raw' ? (row.raw === null ? null : JSON.stringify(row.raw)) : row[column])))
}
