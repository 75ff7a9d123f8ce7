// `rumb records`: the records behind a figure.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { missing } from '../format-figure.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const columns = ['kind', 'id', 'name', 'at', 'amount', 'reason', 'url'] as const

export const run: Command = async ({ args, options, format, lang, openDoorway, print }) => {
  const [kpi, ...more] = args
  if (kpi === undefined || more.length > 0) throw new AppError('bad_usage', 'Name one KPI.', { hint: '`rumb kpis` lists them.' })
  const question = { kpi, ...readQuestion(options) }
  const doorway = await openDoorway()
  const answer = await doorway.ask('records', question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    print([printCsvLine(columns), ...answer.records.map((record) => printCsvLine(columns.map((column) => record[column])))].join('\n'))
  } else {
    const number = new Intl.NumberFormat(lang)
    const rows = answer.records.map((record) =>
      columns.map((column) =>
        column === 'amount' && record.amount !== null ? number.format(record.amount) : String(record[column] ?? missing),
      ),
    )
    const count = `${answer.kpi} · ${answer.part} · ${number.format(answer.count)} ${say('records', lang)}`
    print(
      `${count}\n\n${printTable(
        columns.map((title) => ({ title, isNumber: title === 'amount' })),
        rows,
      )}`,
    )
  }
  return exitDone
}
