// `rumb attribution`: which channels the sales of a period are credited to, and the journeys behind them.
import type { Unit } from '../../contract/answer.ts'
import type { AttributionAnswer } from '../../contract/attribution.ts'
import { printCsvLine } from '../../contract/csv.ts'
import type { Command, CommandContext } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const columns = ['wins', 'revenue', 'spend', 'romi', 'cac'] as const
/** Journeys on a terminal; a file has all that were asked. */
const shownMax = 20

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask('attribution', readQuestion(options))
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print(printCsv(answer))
  else print(`${printHead(answer, lang)}\n\n${printChannels(answer, lang)}\n\n${printJourneys(answer, lang)}${printNotes(answer.notes)}`)
  return exitDone
}

function printChannels(answer: AttributionAnswer, lang: CommandContext['lang']): string {
  const style = { lang, currency: answer.currency }
  const figure = (value: number | null, unit: Unit) => formatFigure(value, unit, style)
  const { unattributed, channels } = answer
  const rows = [
    ...channels,
    ...(unattributed.wins === 0 ? [] : [{ channel: say('unknown', lang), ...unattributed, spend: null, romi: null, cac: null }]),
  ]
  const titles = [say('channel', lang), ...columns.map((name) => say(name, lang))]
  return printTable(
    titles.map((title, at) => ({ title, isNumber: at > 0 })),
    rows.map(({ channel, wins, revenue, spend, romi, cac }) => [
      channel,
      figure(wins, 'index'),
      figure(revenue, 'money'),
      figure(spend, 'money'),
      figure(romi, 'ratio'),
      figure(cac, 'money'),
    ]),
  )
}

function printJourneys({ journeys }: AttributionAnswer, lang: CommandContext['lang']): string {
  const number = new Intl.NumberFormat(lang)
  const titles = (['journey', 'wins', 'leads'] as const).map((name, at) => ({ title: say(name, lang), isNumber: at > 0 }))
  const rows = journeys
    .slice(0, shownMax)
    .map(({ path, wins, leads }) => [path.join(' → ') || say('unknown', lang), number.format(wins), number.format(leads)])
  return printTable(titles, rows)
}

const printCsv = ({ channels, unattributed }: AttributionAnswer): string =>
  [
    printCsvLine(['channel', ...columns]),
    ...channels.map((row) => printCsvLine([row.channel, ...columns.map((name) => row[name])])),
    printCsvLine([null, unattributed.wins, unattributed.revenue, null, null, null]),
  ].join('\n')
