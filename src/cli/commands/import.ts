// `rumb import`: takes in directories, files or zips. Exit code 1 when rows went to the quarantine.
import { resolve } from 'node:path'
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { ImportAnswer, ImportAsk } from '../../contract/imports.ts'
import type { Command, CommandContext } from '../command.ts'
import { exitDone, exitNo } from '../exit-codes.ts'
import { printTable } from '../print-table.ts'
import { openProgress } from '../progress.ts'

const columns = ['file', 'kind', 'rows', 'accepted', 'unchanged', 'quarantined'] as const
const problemsShown = 20

export const run: Command = async (context) => {
  const ask = readAsk(context)
  const doorway = await context.openDoorway()
  const progress = openProgress({ ...context, write: (text) => process.stderr.write(text), clock: () => performance.now() })
  const answer = await doorway.importRecords(ask, progress.show)
  progress.end()
  if (context.format === 'json') context.print(JSON.stringify(answer))
  else if (context.format === 'csv') {
    context.print([printCsvLine(columns), ...answer.files.map((file) => printCsvLine(columns.map((column) => file[column])))].join('\n'))
  } else context.print(printReport(answer, context))
  return answer.files.some(({ quarantined }) => quarantined > 0) ? exitNo : exitDone
}

function readAsk({ args, options }: CommandContext): ImportAsk {
  if (args.length === 0) throw new AppError('bad_usage', 'Import what? Name a directory, files or a zip.')
  if (typeof options.source !== 'string') {
    throw new AppError('bad_usage', 'Name the source: --source crm.', {
      path: '--source',
      hint: 'Records of one system keep one source name.',
    })
  }
  return {
    paths: args.map((path) => resolve(path)),
    source: options.source,
    ...(typeof options.map === 'string' ? { map: resolve(options.map) } : {}),
    raw: options.raw === true,
    ...(typeof options.system === 'string' ? { system: options.system } : {}),
    dry_run: options['dry-run'] === true,
  }
}

function printReport(answer: ImportAnswer, { lang }: CommandContext): string {
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 })
  const rows = answer.files.map((file) =>
    columns.map((column) => (typeof file[column] === 'number' ? number.format(file[column]) : file[column])),
  )
  const table = printTable(
    columns.map((title) => ({ title, isNumber: title !== 'file' && title !== 'kind' })),
    rows,
  )
  const { leads, deals, customers } = answer.facts ?? {}
  const facts = answer.facts ? `\nleads ${leads}, deals ${deals}, customers ${customers}` : ''
  const problems = (answer.quarantine ?? [])
    .slice(0, problemsShown)
    .map(
      ({ file, line, column, value, reason }) =>
        `${file}:${line ?? ''} ${column ?? ''} ${value === null ? '' : JSON.stringify(value)} ${reason}`,
    )
  const inQuarantine = answer.files.reduce((sum, file) => sum + file.quarantined, 0)
  const hint = inQuarantine > 0 && !answer.quarantine ? '\n`rumb quarantine` says what was wrong.' : ''
  return `${table}\n${number.format(answer.seconds)} s${facts}${hint}${problems.length > 0 ? `\n\n${problems.join('\n')}` : ''}`
}
