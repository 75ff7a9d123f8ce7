// `rumb wizard`: what was guessed of the company and not confirmed yet; --accept confirms it. Exit code 1 while something is open.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone, exitNo } from '../exit-codes.ts'
import { missing } from '../format-figure.ts'
import { printTable } from '../print-table.ts'

const columns = ['what', 'of', 'name', 'guess', 'cases', 'place'] as const

export const run: Command = async ({ options, format, openDoorway, print, note }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask(options.accept === true ? 'guessesAccept' : 'guesses', {})
  const { guesses } = answer
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv')
    print([printCsvLine(columns), ...guesses.map((one) => printCsvLine(columns.map((column) => one[column])))].join('\n'))
  else if (guesses.length > 0) {
    const rows = guesses.map((one) => columns.map((column) => String(one[column] ?? missing)))
    print(
      printTable(
        columns.map((title) => ({ title, isNumber: title === 'cases' })),
        rows,
      ),
    )
    note('`rumb wizard --accept` confirms all of it; `rumb settings PLACE=VALUE` changes one, such as lost_reasons.crm:5=price.')
  }
  return guesses.length > 0 ? exitNo : exitDone
}
