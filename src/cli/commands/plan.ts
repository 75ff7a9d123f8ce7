// `rumb plan`: how the plans go; `list`, `set`, `remove` and `accept` for the head.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { PlanEntry, PlansAnswer } from '../../contract/plans.ts'
import type { Command, CommandContext } from '../command.ts'
import type { Doorway } from '../doorway.ts'
import { exitDone } from '../exit-codes.ts'
import { formatFigure } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printList } from '../print-list.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const listed = ['id', 'metric', 'from', 'to', 'kind', 'target', 'floor', 'stretch', 'person', 'team', 'source'] as const
const shown = ['id', 'plan', 'metric', 'target', 'actual', 'attainment', 'expected_share', 'pace', 'probability'] as const

type Act = (context: CommandContext, doorway: Doorway, args: readonly string[]) => Promise<void>

const acts: Readonly<Record<string, Act>> = {
  list: async (context, doorway) => printPlans(context, (await doorway.ask('planList', { ...filtersOf(context) })).plans),
  set: async (context, doorway, [metric, target, ...more]) => {
    if (metric === undefined || target === undefined || more.length > 0) throw wrongUse()
    const { options } = context
    const text = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {})
    const body = {
      metric,
      target,
      ...filtersOf(context),
      ...text('period'),
      ...text('kind'),
      ...text('floor'),
      ...text('stretch'),
      ...text('split'),
      ...text('currency'),
    }
    printPlans(context, ((await doorway.ask('plans', body)) as { plans: PlanEntry[] }).plans)
  },
  remove: async (_, doorway, [id, ...more]) => {
    if (id === undefined || more.length > 0) throw wrongUse()
    await doorway.ask('planRemove', { id })
  },
  accept: async (context, doorway, [id, ...more]) => {
    if (id === undefined || more.length > 0) throw wrongUse()
    printPlans(context, (await doorway.ask('planNorms', { id })).plans)
  },
}

export const run: Command = async (context) => {
  const [verb, ...args] = context.args
  if (verb === undefined) await show(context)
  else {
    const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined
    if (act === undefined) throw wrongUse()
    await act(context, await context.openDoorway(), args)
  }
  return exitDone
}

const wrongUse = () =>
  new AppError('bad_usage', 'plan [list | set METRIC TARGET … | remove ID | accept ID]', { hint: '`rumb plan --help`' })

function filtersOf({ options }: CommandContext): Record<string, string> {
  const names = ['from', 'to', 'metric', 'person', 'team'] as const
  return Object.fromEntries(names.flatMap((name) => (typeof options[name] === 'string' ? [[name, options[name]]] : [])))
}

function printPlans({ format, print }: CommandContext, plans: readonly PlanEntry[]): void {
  if (format === 'json') print(JSON.stringify({ plans }))
  else
    print(
      printList(
        format,
        'plans',
        listed,
        plans.map((plan) => ({ ...plan, person: plan.person?.name ?? null, team: plan.team?.name ?? null })),
      ),
    )
}

async function show(context: CommandContext): Promise<void> {
  const { options, format, lang, print } = context
  const doorway = await context.openDoorway()
  const { metric, person, team } = filtersOf(context)
  const named = { ...(metric && { metric }), ...(person && { person }), ...(team && { team }) }
  const answer = (await doorway.ask('plans', { ...readQuestion(options), ...named })) as PlansAnswer
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const rows = answer.plans.map(({ plan, probability, ...one }) =>
      printCsvLine(
        shown.map((column) =>
          column === 'id' ? plan.id : column === 'plan' ? nameOf(plan) : column === 'probability' ? probability.value : one[column],
        ),
      ),
    )
    print([printCsvLine(shown), ...rows].join('\n'))
  } else print(`${printHead(answer, lang)}\n\n${tableOf(answer, lang)}${printNotes(answer.notes)}`)
}

const nameOf = ({ person, team, from, to }: PlansAnswer['plans'][number]['plan']) => `${person?.name ?? team?.name ?? '—'} ${from}…${to}`

function tableOf({ plans, currency }: PlansAnswer, lang: CommandContext['lang']): string {
  const style = { lang, currency }
  const figure = (value: number | null) => formatFigure(value, 'index', style)
  const share = (value: number | null) => formatFigure(value, 'ratio', style)
  const rows = plans.map(({ plan, metric, ...one }) => [
    ...[plan.id, nameOf(plan), metric, figure(one.target), figure(one.actual), share(one.attainment), share(one.expected_share)],
    ...[figure(one.pace), share(one.probability.value)],
  ])
  return printTable(
    shown.map((column, i) => ({ title: say(column, lang), isNumber: i > 2 })),
    rows,
  )
}
