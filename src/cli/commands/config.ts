// `rumb config`: the effective settings of this installation and where each comes from. Passwords are masked.
import { describeConfig } from '../../config.ts'
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { missing } from '../format-figure.ts'
import { printTable } from '../print-table.ts'

const columns = ['name', 'env', 'value', 'from', 'doc'] as const

export const run: Command = async ({ options, format, print }) => {
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined)
  const lines = describeConfig({ data: text('data'), workspace: text('workspace'), lang: text('lang') })
  if (format === 'json') print(JSON.stringify({ settings: lines }))
  else if (format === 'csv') {
    print([printCsvLine(columns), ...lines.map((line) => printCsvLine(columns.map((column) => line[column])))].join('\n'))
  } else {
    const table = lines.map((line) => [line.env, line.value ?? missing, line.from])
    print(printTable([{ title: '' }, { title: '' }, { title: '' }], table))
    print(['', ...lines.map(({ env, doc }) => `${env}: ${doc}`)].join('\n'))
  }
  return exitDone
}
