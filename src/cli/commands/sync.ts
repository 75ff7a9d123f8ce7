// `rumb sync`: fetches what is new from connected systems. Exit code 1 when rows went to the quarantine.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command } from '../command.ts'
import { exitDone, exitNo } from '../exit-codes.ts'
import { printTable } from '../print-table.ts'

const columns = ['source', 'answers', 'accepted', 'unchanged', 'quarantined'] as const

export const run: Command = async ({ args, options, format, openDoorway, print }) => {
  if (args.length > 1) throw new AppError('bad_usage', 'sync [SOURCE] [--since D]', { hint: '`rumb sync --help`' })
  const doorway = await openDoorway()
  const all = (await doorway.ask('sources', {})).sources.filter(({ connection }) => connection !== null).map(({ id }) => id)
  const ids = args[0] === undefined ? all : [args[0]]
  if (ids.length === 0) throw new AppError('not_found', 'No system is connected.', { hint: '`rumb connect` connects one.' })
  const since = typeof options.since === 'string' ? { since: options.since } : {}
  const syncs: ResourceOutput<'sync'>[] = []
  for (const id of ids) syncs.push(await doorway.ask('sync', { id, ...since }))
  if (format === 'json') print(JSON.stringify({ syncs }))
  else if (format === 'csv')
    print([printCsvLine(columns), ...syncs.map((one) => printCsvLine(columns.map((column) => one[column])))].join('\n'))
  else {
    const rows = syncs.map((one) => columns.map((column) => String(one[column])))
    print(
      printTable(
        columns.map((title) => ({ title, isNumber: title !== 'source' })),
        rows,
      ),
    )
  }
  return syncs.some(({ quarantined }) => quarantined > 0) ? exitNo : exitDone
}
