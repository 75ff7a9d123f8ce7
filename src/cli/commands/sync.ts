// `rumb sync`: fetches what is new from connected systems. Exit code 1 when rows went to the quarantine.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command } from '../command.ts'
import type { Doorway } from '../doorway.ts'
import { exitDone, exitNo } from '../exit-codes.ts'
import { printTable } from '../print-table.ts'

/** A server answers each question within minutes: a long past is asked for in parts. */
const PART_S = 60

const columns = ['source', 'answers', 'accepted', 'unchanged', 'quarantined'] as const

export const run: Command = async ({ args, options, format, openDoorway, print }) => {
  if (args.length > 1) throw new AppError('bad_usage', 'sync [SOURCE] [--since D]', { hint: '`rumb sync --help`' })
  const doorway = await openDoorway()
  const all = (await doorway.ask('sources', {})).sources.filter(({ connection }) => connection !== null).map(({ id }) => id)
  const ids = args[0] === undefined ? all : [args[0]]
  if (ids.length === 0) throw new AppError('not_found', 'No system is connected.', { hint: '`rumb connect` connects one.' })
  const since = typeof options.since === 'string' ? { since: options.since } : {}
  const syncs: ResourceOutput<'sync'>[] = []
  for (const id of ids) syncs.push(await syncWhole(doorway, { id, ...since }))
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

async function syncWhole(doorway: Doorway, ask: { id: string; since?: string }): Promise<ResourceOutput<'sync'>> {
  const total = await doorway.ask('sync', { ...ask, within_s: PART_S })
  while (!total.whole) {
    const part = await doorway.ask('sync', { ...ask, within_s: PART_S })
    for (const count of ['answers', 'accepted', 'unchanged', 'quarantined'] as const) total[count] += part[count]
    total.whole = part.whole || (await isLeft(doorway, ask.id))
  }
  return total
}

/** Paused or disconnected by somebody meanwhile: there is nothing to go on with. */
async function isLeft(doorway: Doorway, id: string): Promise<boolean> {
  const { sources } = await doorway.ask('sources', {})
  const connection = sources.find((source) => source.id === id)?.connection ?? null
  return connection === null || connection.state === 'paused'
}
