// `rumb brief`: what stands out of the noise this week, at most three findings.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask('brief', readQuestion(options))
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.findings.map(({ id, kind, title, text, money, certainty, question }) =>
      printCsvLine([id, kind, title, text, money, certainty, question]),
    )
    print([printCsvLine(['id', 'kind', 'title', 'text', 'money', 'certainty', 'question']), ...lines].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const findings = answer.findings.map(
      ({ text, money, question }) => `\n${text}${money === null ? '' : `\n  ${formatFigure(money, 'money', style)}`}\n  → ${question}`,
    )
    print(`${printHead(answer, lang)}\n${answer.quiet ? `\n${say('quiet', lang)}` : findings.join('\n')}${printNotes(answer.notes)}`)
  }
  return exitDone
}
