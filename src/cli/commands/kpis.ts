// `rumb kpis`: the catalogue, or one entry of it.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command, CommandContext } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printTable } from '../print-table.ts'

type Lang = CommandContext['lang']

export const run: Command = async ({ args, format, lang, openDoorway, print }) => {
  const [id, ...more] = args
  if (more.length > 0) throw new AppError('bad_usage', 'Name one KPI, or none for all.')
  const doorway = await openDoorway()
  if (id !== undefined) {
    const entry = await doorway.ask('kpi', { id })
    print(format === 'json' ? JSON.stringify(entry) : printEntry(entry, lang))
    return exitDone
  }
  const catalogue = await doorway.ask('kpis', {})
  if (format === 'json') print(JSON.stringify(catalogue))
  else if (format === 'csv') print(printCsv(catalogue, lang))
  else {
    const lists = catalogue.families.map(({ name, kpis }) => {
      const rows = kpis.map((kpi) => [kpi.id, kpi.name[lang], kpi.unit])
      return `${name[lang]}\n${printTable([{ title: 'id' }, { title: '' }, { title: '' }], rows)}`
    })
    print(lists.join('\n\n'))
  }
  return exitDone
}

function printCsv({ families }: ResourceOutput<'kpis'>, lang: Lang): string {
  const lines = families.flatMap(({ family, kpis }) =>
    kpis.map(({ id, name, unit, better, shelf }) => printCsvLine([id, family, name[lang], unit, better, shelf])),
  )
  return [printCsvLine(['id', 'family', 'name', 'unit', 'better', 'shelf']), ...lines].join('\n')
}

function printEntry(entry: ResourceOutput<'kpi'>, lang: Lang): string {
  const texts = [entry.question, entry.formula, entry.advice, entry.pitfalls].flatMap((text) => (text ? [text[lang]] : []))
  const benchmark = entry.benchmark ? [`${entry.benchmark.text[lang]} (${entry.benchmark.source})`] : []
  const facts = [`${entry.unit}, ${entry.better}, ${entry.shelf}`, entry.pairs_with.length > 0 ? `+ ${entry.pairs_with.join(', ')}` : '']
  return [`${entry.id} · ${entry.name[lang]}`, ...texts, ...benchmark, ...facts.filter((line) => line !== '')].join('\n\n')
}
