// `rumb factors`: which habits go with a good result.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const numbers = ['effect', 'low', 'high', 'q', 'best', 'rest'] as const

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask('factors', readQuestion(options))
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.factors.map((factor) => printCsvLine([factor.id, factor.label, ...numbers.map((key) => factor[key])]))
    print([printCsvLine(['id', 'label', ...numbers]), ...lines].join('\n'))
  } else {
    const number = new Intl.NumberFormat(lang, { maximumSignificantDigits: 3 })
    const table = printTable(
      [{ title: answer.outcome }, ...numbers.map((title) => ({ title, isNumber: true }))],
      answer.factors.map((factor) => [factor.label, ...numbers.map((key) => number.format(factor[key]))]),
    )
    print(`${printHead(answer, lang)}\n\n${table}\n${say('association', lang)}${printNotes(answer.notes)}`)
  }
  return exitDone
}
