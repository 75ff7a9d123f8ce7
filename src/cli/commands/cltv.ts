// `rumb cltv`: what customers are worth over the next year, by the models and as observed.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatCell, formatFigure, missing } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const keys = ['frequency', 'recency', 'age', 'mean_amount', 'expected_purchases', 'alive', 'value'] as const
/** A table is for reading: so many customers, unless --limit says otherwise. */
const rowsShown = 20

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const doorway = await openDoorway()
  const question = readQuestion(options)
  const answer = await doorway.ask('cltv', format === 'table' ? { limit: rowsShown, ...question } : question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.rows.map((row) => printCsvLine([row.customer.id, row.customer.name, ...keys.map((key) => row[key])]))
    print([printCsvLine(['customer', 'name', ...keys]), ...lines].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 })
    const shown = (value: number | null) => (value === null ? missing : number.format(value))
    const figures = [
      [say('customers', lang), formatFigure(answer.customers, 'count', style)],
      [say('cltv_mean', lang), formatCell(answer.mean, 'money', style)],
      ...answer.observed.map(({ days, value }) => [`${say('observed', lang)} ${days}`, formatCell(value, 'money', style)]),
    ]
    const models = [
      ...(answer.bgnbd === null
        ? []
        : [
            `BG/NBD ${Object.entries(answer.bgnbd)
              .map(([key, value]) => `${key} ${shown(value)}`)
              .join(', ')}`,
          ]),
      ...(answer.gamma_gamma === null
        ? []
        : [
            `Gamma-Gamma ${Object.entries(answer.gamma_gamma)
              .map(([key, value]) => `${key} ${shown(value)}`)
              .join(', ')}`,
          ]),
    ]
    const rows = answer.rows.map((row) => [
      row.customer.name ?? row.customer.id ?? say('unknown', lang),
      shown(row.frequency),
      shown(row.recency),
      shown(row.age),
      formatFigure(row.mean_amount, 'money', style),
      shown(row.expected_purchases),
      formatFigure(row.alive, 'ratio', style),
      formatFigure(row.value, 'money', style),
    ])
    const columns = [{ title: say('customer', lang) }, ...keys.map((key) => ({ title: say(`cltv_${key}`, lang), isNumber: true }))]
    const summary = printTable([{ title: '' }, { title: '', isNumber: true }], figures)
    print(
      `${printHead(answer, lang)}\n${[...models].map((line) => `\n${line}`).join('')}\n\n${summary}\n\n${printTable(columns, rows)}${printNotes(answer.notes)}`,
    )
  }
  return exitDone
}
