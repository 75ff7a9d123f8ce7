// `rumb lost`: what was refused and why.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure, missing } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const columns = ['group', 'reason', 'leads', 'deals', 'money', 'top_stage', 'without_contact'] as const
const numbers: readonly string[] = ['leads', 'deals', 'money', 'without_contact']

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const question = readQuestion(options)
  const doorway = await openDoorway()
  const answer = await doorway.ask('lost', question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.reasons.map((row) =>
      printCsvLine(columns.map((column) => (column === 'top_stage' ? row.top_stage?.name : row[column]))),
    )
    print([printCsvLine(columns), ...lines].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const rows = answer.reasons.map((row) => [
      row.group ?? say('unknown', lang),
      row.reason ?? say('unknown', lang),
      formatFigure(row.leads, 'count', style),
      formatFigure(row.deals, 'count', style),
      formatFigure(row.money, 'money', style),
      row.top_stage?.name ?? missing,
      formatFigure(row.without_contact, 'count', style),
    ])
    const table = printTable(
      columns.map((column) => ({ title: say(column, lang), isNumber: numbers.includes(column) })),
      rows,
    )
    print(`${printHead(answer, lang)}\n\n${table}${printNotes(answer.notes)}`)
  }
  return exitDone
}
