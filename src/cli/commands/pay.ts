// `rumb pay MONTH`: what the month comes to for each person; `scheme` shows, sets and removes the schemes they are paid by.
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { PayAnswer } from '../../contract/pay.ts'
import type { Command, CommandContext } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { say } from '../words.ts'

const columns = ['person', 'role', 'kpi', 'value', 'target', 'attainment', 'pay'] as const

export const run: Command = async (context) => {
  const [first, ...more] = context.args
  if (first === 'scheme') await scheme(context, more)
  else {
    if (more.length > 0) throw wrongUse()
    const { person } = context.options
    const asOf = context.options['as-of']
    const body = {
      ...(first && { month: first }),
      ...(person === undefined ? {} : { person }),
      ...(asOf === undefined ? {} : { as_of: asOf }),
    }
    printPay(context, await (await context.openDoorway()).ask('pay', body))
  }
  return exitDone
}

const wrongUse = () => new AppError('bad_usage', 'pay [MONTH] | pay scheme [FILE | remove ROLE]', { hint: '`rumb pay --help`' })

async function scheme({ openDoorway, print }: CommandContext, args: readonly string[]): Promise<void> {
  const doorway = await openDoorway()
  const [file, role, ...more] = args
  if (more.length > 0 || (file !== 'remove' && role !== undefined)) throw wrongUse()
  if (file === undefined) print(JSON.stringify(await doorway.ask('paySchemes', {}), null, 2))
  else if (file === 'remove') await doorway.ask('paySchemeRemove', { role: role ?? '' })
  else print(JSON.stringify(await doorway.ask('paySchemeSet', parse(await readFile(file, 'utf8'))), null, 2))
}

export function printPay({ format, print, lang }: CommandContext, answer: PayAnswer): void {
  const rows = rowsOf(answer)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print([printCsvLine(columns), ...rows.map((row) => printCsvLine(row))].join('\n'))
  else {
    const figure = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 })
    const text = (value: string | number | null | undefined) => (typeof value === 'number' ? figure.format(value) : (value ?? '—'))
    const table = printTable(
      columns.map((title, i) => ({ title, isNumber: i > 2 })),
      rows.map((row) => row.map(text)),
    )
    const closed = answer.closed_at === null ? '' : ` · ${say('closed', lang)} ${answer.closed_at} (${answer.by})`
    const changed = answer.corrections.map(({ id, field, was, now, at }) => `${id} ${field}: ${text(was)} → ${text(now)} (${at})`)
    const after = changed.length === 0 ? '' : `\n\n${say('corrections', lang)}:\n${changed.join('\n')}`
    print(`${answer.month} · ${answer.currency}${closed}\n\n${table}${after}${printNotes(answer.notes)}`)
  }
}

function rowsOf({ people }: PayAnswer): (string | number | null)[][] {
  return people.flatMap(({ person, role, lines, bonus, fixed, total }) => {
    const name = person.name ?? person.id ?? ''
    const sum = (kpi: string, pay: number) => [name, role, kpi, '', '', '', pay]
    const paid = lines.map((line) => [name, role, line.kpi, line.value, line.target, line.attainment, line.pay])
    return [...paid, sum('bonus', bonus), sum('fixed', fixed), sum('total', total)]
  })
}
