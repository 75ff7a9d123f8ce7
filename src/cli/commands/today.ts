// `rumb today`: how the month stands, everybody's norms and what waits for them.
import { printCsvLine } from '../../contract/csv.ts'
import type { Norm, TodayAnswer } from '../../contract/today.ts'
import type { Command, CommandContext } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { say, sayIfKnown, type Word } from '../words.ts'

const columns = [
  'person',
  'attendance',
  'yesterday',
  'today',
  'leads',
  'calls',
  'chats',
  'overdue',
  'due',
  'without',
  'deals',
  'money',
] as const

const titles: Readonly<Record<(typeof columns)[number], Word>> = {
  person: 'person',
  attendance: 'attendance',
  yesterday: 'yesterday',
  today: 'today',
  leads: 'waiting_leads',
  calls: 'waiting_calls',
  chats: 'waiting_chats',
  overdue: 'tasks_overdue',
  due: 'tasks_today',
  without: 'without_task',
  deals: 'deals',
  money: 'money',
}

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const { team, day } = options
  const asOf = options['as-of']
  const question = {
    ...(team === undefined ? {} : { team }),
    ...(day === undefined ? {} : { day }),
    ...(asOf === undefined ? {} : { as_of: asOf }),
  }
  const answer = await (await openDoorway()).ask('today', question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print([printCsvLine(columns), ...rowsOf(answer, lang).map((row) => printCsvLine(row))].join('\n'))
  else {
    const table = printTable(
      columns.map((column, i) => ({
        title: say(titles[column], lang),
        isNumber: i > 3,
      })),
      rowsOf(answer, lang, true),
    )
    print(`${printHead(answer, lang)}\n${summary(answer, lang)}\n\n${table}${printNotes(answer.notes)}`)
  }
  return exitDone
}

type Lang = CommandContext['lang']

function summary({ day, workday, plan, currency, counts }: TodayAnswer, lang: Lang): string {
  const figure = (value: number | null) => formatFigure(value, 'index', { lang, currency })
  const month = `${day}: ${workday.n}/${workday.of}`
  const waiting = Object.entries(counts).map(([list, count]) => `${sayIfKnown(list, lang)} ${count}`)
  if (plan === null) return [month, ...waiting].join(' · ')
  const share = formatFigure(plan.probability, 'ratio', { lang, currency })
  return [month, `${plan.metric} ${figure(plan.actual)} / ${figure(plan.target)}`, `${say('probability', lang)} ${share}`, ...waiting].join(
    ' · ',
  )
}

function rowsOf({ people, currency }: TodayAnswer, lang: Lang, isTable = false): string[][] {
  const figure = (value: number | null) => formatFigure(value, 'index', { lang, currency })
  const norms = (list: readonly Norm[]) =>
    list.map(({ kpi, plan, fact }) => `${kpi} ${figure(fact)}${plan === null ? '' : `/${figure(plan)}`}`).join(', ')
  return people.map(({ person, attendance, yesterday, today, waiting, tasks, expected }) => [
    ...[person.name ?? person.id ?? '', isTable ? sayIfKnown(attendance, lang) : attendance, norms(yesterday), norms(today)],
    ...[waiting.leads, waiting.calls, waiting.chats, tasks.overdue, tasks.today, tasks.without, expected.deals].map(String),
    figure(expected.money),
  ])
}
