// `rumb cohorts`: of the customers who first bought in a month, how many came back in each month after it.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const csv = ['cohort', 'customers', 'age', 'active', 'rate', 'low', 'high', 'revenue']

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask('cohorts', readQuestion(options))
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.cohorts.flatMap(({ cohort, customers, cells }) =>
      cells.map(({ age, active, rate, revenue }) =>
        printCsvLine([cohort, customers, age, active, rate.value, rate.low, rate.high, revenue]),
      ),
    )
    print([printCsvLine(csv), ...lines].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const ages = answer.cohorts[0]?.cells.map(({ age }) => age) ?? []
    const columns = [
      { title: say('cohort', lang) },
      { title: say('customers', lang), isNumber: true },
      ...ages.map((age) => ({ title: String(age), isNumber: true })),
    ]
    const rows = answer.cohorts.map(({ cohort, customers, cells }) => [
      cohort,
      formatFigure(customers, 'count', style),
      ...cells.map(({ rate }) => (rate.value === null ? '' : formatFigure(rate.value, 'ratio', style))),
    ])
    print(`${printHead(answer, lang)}\n\n${printTable(columns, rows)}${printNotes(answer.notes)}`)
  }
  return exitDone
}
