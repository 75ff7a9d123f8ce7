// `rumb bottlenecks`: where the funnel loses most, in sales and money.
import { printCsvLine } from '../../contract/csv.ts'
import type { Bottleneck } from '../../contract/explain.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure, missing } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const columns = ['pipeline', 'stage', 'loss', 'now', 'own_best', 'gain_wins', 'gain_money', 'causes'] as const
const numbers: readonly string[] = ['now', 'own_best', 'gain_wins', 'gain_money']
const csv = ['now', 'own_best', 'gain_wins', 'gain_money', 'low', 'high'] as const

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask('bottlenecks', readQuestion(options))
  const causesOf = ({ causes }: Bottleneck) => causes.filter(({ effect }) => effect < 0).map(({ label }) => label)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.bottlenecks.map((row) =>
      printCsvLine([row.pipeline.id, row.stage.id, row.stage.name, row.loss, ...csv.map((key) => row[key]), causesOf(row).join('; ')]),
    )
    print([printCsvLine(['pipeline', 'stage', 'name', 'loss', ...csv, 'causes']), ...lines].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 })
    const rows = answer.bottlenecks.map((row) => [
      row.pipeline.name,
      row.stage.name,
      say(row.loss, lang),
      formatFigure(row.now, row.loss === 'time' ? 'days' : 'ratio', style),
      formatFigure(row.own_best, row.loss === 'time' ? 'days' : 'ratio', style),
      row.gain_wins === null ? missing : number.format(row.gain_wins),
      formatFigure(row.gain_money, 'money', style),
      causesOf(row).join(', '),
    ])
    const table = printTable(
      columns.map((column) => ({ title: say(column, lang), isNumber: numbers.includes(column) })),
      rows,
    )
    print(`${printHead(answer, lang)}\n\n${table}${printNotes(answer.notes)}`)
  }
  return exitDone
}
