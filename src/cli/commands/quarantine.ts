// `rumb quarantine`: rows that were not taken in; `--export` writes all of them to a file.
import { writeFile } from 'node:fs/promises'
import { printCsvLine } from '../../contract/csv.ts'
import type { Quarantined } from '../../contract/resources.ts'
import type { Command } from '../command.ts'
import type { Doorway } from '../doorway.ts'
import { exitDone } from '../exit-codes.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'

const columns = ['source', 'kind', 'file', 'line', 'record_id', 'column', 'value', 'reason'] as const
const exported = [...columns, 'at', 'raw'] as const
const pageRows = 1000

export const run: Command = async ({ options, format, openDoorway, print, note }) => {
  const question = readQuestion(options)
  const doorway = await openDoorway()
  if (typeof options.export === 'string') {
    const rows = await listAll(doorway, question)
    await writeFile(options.export, printCsv(rows, exported))
    note(`${rows.length} → ${options.export}`)
    return exitDone
  }
  const answer = await doorway.ask('quarantine', question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print(printCsv(answer.rows, columns).trimEnd())
  else {
    const rows = answer.rows.map((row) => columns.map((column) => String(row[column] ?? '')))
    print(
      `${answer.count}\n\n${printTable(
        columns.map((title) => ({ title, isNumber: title === 'line' })),
        rows,
      )}`,
    )
  }
  return exitDone
}

async function listAll(doorway: Doorway, question: Record<string, unknown>): Promise<Quarantined[]> {
  const all: Quarantined[] = []
  for (;;) {
    const { rows } = await doorway.ask('quarantine', { ...question, offset: all.length, limit: pageRows })
    all.push(...rows)
    if (rows.length < pageRows) return all
  }
}

function printCsv(rows: readonly Quarantined[], names: readonly (typeof exported)[number][]): string {
  const lineOf = (row: Quarantined) =>
    printCsvLine(names.map((name) => (name === 'raw' ? (row.raw === null ? null : JSON.stringify(row.raw)) : row[name])))
  return `${[printCsvLine(names), ...rows.map(lineOf)].join('\n')}\n`
}
