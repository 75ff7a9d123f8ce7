// `rumb funnel`: stages of a pipeline with what became of every visit.
import type { FunnelAnswer, FunnelStage } from '../../contract/analyses.ts'
import type { Unit } from '../../contract/answer.ts'
import { printCsvLine } from '../../contract/csv.ts'
import type { Command, CommandContext } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatCell } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const counts = [
  'entries',
  'advanced',
  'skipped_over',
  'lost',
  'won',
  'moved_back',
  're_piped',
  'still_there',
  'reached',
] as const satisfies readonly (keyof FunnelStage)[]
const cells = { conversion: 'ratio', cumulative: 'ratio', time_p50: 'days' } as const satisfies Record<string, Unit>
const cellNames = Object.keys(cells) as (keyof typeof cells)[]

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const question = readQuestion(options)
  const doorway = await openDoorway()
  const answer = await doorway.ask('funnel', question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print(printCsv(answer))
  else print(`${printHead(answer, lang)}\n\n${printLists(answer, lang)}${printNotes(answer.notes)}`)
  return exitDone
}

type Group = { name: string; stages: readonly FunnelStage[] }

function groupsOf(answer: FunnelAnswer, lang: CommandContext['lang']): Group[] {
  const groups = (answer.groups ?? []).map(({ group, stages }) => ({ name: group.name ?? group.id ?? say('unknown', lang), stages }))
  return [{ name: answer.pipeline?.name ?? '', stages: answer.stages }, ...groups]
}

function printLists(answer: FunnelAnswer, lang: CommandContext['lang']): string {
  const number = new Intl.NumberFormat(lang)
  const style = { lang, currency: answer.currency }
  const columns = [say('stage', lang), ...[...counts, ...cellNames].map((name) => say(name, lang))]
  const rowOf = (stage: FunnelStage) => [
    stage.stage.name,
    ...counts.map((name) => number.format(stage[name])),
    ...cellNames.map((name) => formatCell(stage[name], cells[name], style)),
  ]
  const tables = groupsOf(answer, lang).map(
    ({ name, stages }) =>
      `${name}\n${printTable(
        columns.map((title, at) => ({ title, isNumber: at > 0 })),
        stages.map(rowOf),
      )}`,
  )
  return tables.join('\n\n')
}

function printCsv(answer: FunnelAnswer): string {
  const lines = [
    { id: null, stages: answer.stages },
    ...(answer.groups ?? []).map(({ group, stages }) => ({ id: group.id, stages })),
  ].flatMap(({ id, stages }) =>
    stages.map((stage) =>
      printCsvLine([
        id,
        stage.stage.id,
        stage.stage.name,
        ...counts.map((name) => stage[name]),
        ...cellNames.flatMap((name) => [stage[name].value, stage[name].n, stage[name].low, stage[name].high]),
      ]),
    ),
  )
  const titles = cellNames.flatMap((name) => [name, `${name}_n`, `${name}_low`, `${name}_high`])
  return [printCsvLine(['group', 'stage', 'name', ...counts, ...titles]), ...lines].join('\n')
}
