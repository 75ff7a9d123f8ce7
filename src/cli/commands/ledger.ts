// `rumb ledger`: where every lead received is now.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const columns = ['state', 'leads', 'money', 'oldest_days'] as const

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const question = readQuestion(options)
  const doorway = await openDoorway()
  const answer = await doorway.ask('ledger', question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    print([printCsvLine(columns), ...answer.states.map((state) => printCsvLine(columns.map((column) => state[column])))].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const rows = answer.states.map(({ state, leads, money, oldest_days }) => [
      say(state, lang),
      formatFigure(leads, 'count', style),
      formatFigure(money, 'money', style),
      formatFigure(oldest_days, 'days', style),
    ])
    const total = [say('received', lang), formatFigure(answer.received, 'count', style), '', '']
    const table = printTable(
      columns.map((column) => ({ title: say(column, lang), isNumber: column !== 'state' })),
      [...rows, total],
    )
    print(`${printHead(answer, lang)}\n\n${table}${printNotes(answer.notes)}`)
  }
  return exitDone
}
