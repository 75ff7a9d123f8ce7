// `rumb explain`: why a figure changed, as parts that sum to the change.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const columns = ['part', 'contribution', 'share'] as const

export const run: Command = async ({ args, options, format, lang, openDoorway, print }) => {
  const [kpi, ...others] = args
  if (kpi === undefined || others.length > 0)
    throw new AppError('bad_usage', 'Which KPI? Name one.', { hint: 'rumb explain revenue --last 90d' })
  const doorway = await openDoorway()
  const answer = await doorway.ask('explain', { kpi, ...readQuestion(options) })
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.parts.map(({ id, label, contribution, share }) => printCsvLine([id, label, contribution, share]))
    print([printCsvLine(['id', 'label', 'contribution', 'share']), ...lines].join('\n'))
  } else {
    const number = new Intl.NumberFormat(lang, { maximumSignificantDigits: 6, signDisplay: 'exceptZero' })
    const percent = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 0 })
    const rows = answer.parts.map(({ label, contribution, share }) => [
      label,
      number.format(contribution),
      share === null ? '' : percent.format(share),
    ])
    const table = printTable(
      columns.map((column) => ({ title: say(column, lang), isNumber: column !== 'part' })),
      rows,
    )
    print(`${printHead(answer, lang)}\n\n${answer.text}\n\n${table}${printNotes(answer.notes)}`)
  }
  return exitDone
}
