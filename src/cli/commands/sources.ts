// `rumb sources`: the systems records came from.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { missing } from '../format-figure.ts'
import { printTable } from '../print-table.ts'

const columns = ['id', 'kind', 'created_at', 'last_record_at', 'quarantined'] as const

export const run: Command = async ({ format, openDoorway, print }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask('sources', {})
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    print([printCsvLine(columns), ...answer.sources.map((source) => printCsvLine(columns.map((column) => source[column])))].join('\n'))
  } else {
    const rows = answer.sources.map((source) => columns.map((column) => String(source[column] ?? missing)))
    print(
      printTable(
        columns.map((title) => ({ title, isNumber: title === 'quarantined' })),
        rows,
      ),
    )
  }
  return exitDone
}
