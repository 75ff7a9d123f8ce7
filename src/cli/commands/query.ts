// `rumb query`: figures by dimensions and periods.
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printAnswerCsv, printAnswerTable, printHead, printNotes } from '../print-answer.ts'
import { readList, readQuestion } from '../read-question.ts'

export const run: Command = async ({ args, options, format, lang, openDoorway, print }) => {
  const kpis = readList([...args])
  if (kpis.length === 0) throw new AppError('bad_usage', 'Which KPI?', { hint: '`rumb kpis` lists them.' })
  const question = { kpis, ...readQuestion(options) }
  const doorway = await openDoorway()
  const answer = await doorway.ask('query', question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print(printAnswerCsv(answer))
  else print(`${printHead(answer, lang)}\n\n${printAnswerTable(answer, lang)}${printNotes(answer.notes)}`)
  return exitDone
}
