// `rumb confidence`: how far figures can be believed, what is missing, and who to ask about what.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { missing as dash, formatFigure } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say, type Word } from '../words.ts'

export const run: Command = async ({ args, options, format, lang, openDoorway, print }) => {
  const [kpi, ...others] = args
  if (others.length > 0) throw new AppError('bad_usage', 'One KPI, or none for all.', { hint: 'rumb confidence win_rate' })
  const doorway = await openDoorway()
  const answer = await doorway.ask('confidence', { ...(kpi === undefined ? {} : { kpi }), ...readQuestion(options) })
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    print([printCsvLine(['kpi', 'share']), ...answer.kpis.map((row) => printCsvLine([row.kpi, row.share]))].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const column = (title: Word, isNumber = false) => ({ title: say(title, lang), isNumber })
    const shares = printTable(
      [column('kpi'), column('evidence', true)],
      answer.kpis.map((row) => [row.kpi, formatFigure(row.share, 'ratio', style)]),
    )
    const gaps = printTable(
      [column('source'), column('kind'), column('since'), column('until')],
      answer.missing.map(({ source, kind, since, until }) => [source ?? dash, kind, since ?? dash, until ?? dash]),
    )
    const notes = printTable(
      [column('person'), column('gaming'), column('share', true), column('peers', true), column('cases', true)],
      answer.gaming.map((note) => [
        note.person.name ?? dash,
        note.name,
        formatFigure(note.value, 'ratio', style),
        formatFigure(note.peers, 'ratio', style),
        `${note.n} / ${note.of}`,
      ]),
    )
    const parts = [
      printHead(answer, lang),
      shares,
      ...(answer.missing.length > 0 ? [gaps] : []),
      ...(answer.gaming.length > 0 ? [notes] : []),
    ]
    print(`${parts.join('\n\n')}${printNotes(answer.notes)}`)
  }
  return exitDone
}
