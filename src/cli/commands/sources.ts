// `rumb sources`: the systems records came from, how fresh each is; with a source, what it holds, or pausing, resuming, erasing it.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command } from '../command.ts'
import type { Doorway } from '../doorway.ts'
import { exitDone } from '../exit-codes.ts'
import { missing } from '../format-figure.ts'
import { printTable } from '../print-table.ts'

const columns = ['id', 'kind', 'state', 'synced_at', 'created_at', 'last_record_at', 'quarantined'] as const
type Source = ResourceOutput<'sources'>['sources'][number]

export const run: Command = async ({ args, options, format, openDoorway, print }) => {
  const [id, ...more] = args
  const changes = ['pause', 'resume', 'erase'].filter((name) => options[name] === true)
  if (more.length > 0 || changes.length > 1 || (id === undefined && changes.length > 0))
    throw new AppError('bad_usage', 'sources [SOURCE [--pause | --resume | --erase]]', { hint: '`rumb sources --help`' })
  const doorway = await openDoorway()
  if (id !== undefined) {
    print(await changeOne(doorway, id, changes[0], format))
    return exitDone
  }
  const answer = await doorway.ask('sources', {})
  const cells = (source: Source) => columns.map((column) => cellOf(source, column))
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print([printCsvLine(columns), ...answer.sources.map((source) => printCsvLine(cells(source)))].join('\n'))
  else {
    const rows = answer.sources.map((source) => cells(source).map((cell) => String(cell ?? missing)))
    print(
      printTable(
        columns.map((title) => ({ title, isNumber: title === 'quarantined' })),
        rows,
      ),
    )
  }
  return exitDone
}

function cellOf(source: Source, column: (typeof columns)[number]): string | number | null {
  if (column === 'state' || column === 'synced_at') return source.connection?.[column] ?? null
  return source[column]
}

async function changeOne(doorway: Doorway, id: string, change: string | undefined, format: string): Promise<string> {
  if (change === 'erase') {
    const { erased } = await doorway.ask('sourceErase', { id })
    return format === 'json' ? JSON.stringify({ erased }) : printCounts(erased)
  }
  const shown =
    change === undefined ? await doorway.ask('source', { id }) : await doorway.ask('sourcePatch', { id, paused: change === 'pause' })
  if (format === 'json') return JSON.stringify(shown)
  const { connection } = shown.source
  const lacks = connection?.rights?.filter(({ may }) => !may).map(({ kind }) => kind) ?? []
  return [
    connection === null ? `${id}: not connected` : `${id}: ${connection.system} ${connection.account ?? ''}, ${connection.state}`,
    connection?.complete_from ? `Figures are true since ${connection.complete_from}: what is earlier is still coming in.` : null,
    connection?.error ? `Last sync failed: ${connection.error}` : null,
    lacks.length > 0 ? `The token may not read: ${lacks.join(', ')}` : null,
    `KPIs that rest on it: ${shown.kpis.length}`,
    shown.hook === null ? null : `Address for webhooks: ${shown.hook}`,
    printCounts(shown.records),
  ]
    .filter((line) => line !== null)
    .join('\n')
}

const printCounts = (counts: Readonly<Record<string, number>>): string =>
  printTable(
    [
      { title: 'kind', isNumber: false },
      { title: 'records', isNumber: true },
    ],
    Object.entries(counts).map(([kind, n]) => [kind, String(n)]),
  )
