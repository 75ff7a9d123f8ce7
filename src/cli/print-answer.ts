// An answer to a question about KPIs as a table or as CSV. Nothing is computed: every figure stands in the answer.
import type { Answer, AnswerColumn, AnswerRow, Cell, Head, Member } from '../contract/answer.ts'
import { type CsvValue, printCsvLine } from '../contract/csv.ts'
import type { CommandContext } from './command.ts'
import { formatCell, formatFigure } from './format-figure.ts'
import { printTable, type TableColumn } from './print-table.ts'
import { say } from './words.ts'

type Lang = CommandContext['lang']

const isCell = (value: unknown): value is Cell => typeof value === 'object' && value !== null && 'value' in value && 'why' in value

export function printHead(head: Head, lang: Lang): string {
  const moment = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: head.timezone }).format(
    new Date(head.as_of),
  )
  return `${head.workspace} · ${head.from} – ${head.to} · ${say('as_of', lang)} ${moment} ${head.timezone} · ${head.currency}`
}

export function printAnswerTable(answer: Answer, lang: Lang): string {
  const axes = axesOf(answer)
  const ranked = answer.rows.some((row) => 'rank' in row)
  const columns: TableColumn[] = [
    ...axes.map((axis) => ({ title: axis === 'period' ? say('period', lang) : axis })),
    ...answer.columns.map(({ name }) => ({ title: name, isNumber: true })),
    ...(ranked ? [{ title: '#', isNumber: true }] : []),
  ]
  const cellsOf = (row: AnswerRow) => answer.columns.map((column) => printCell(row[column.id], column, answer, lang))
  const rows = answer.rows.map((row) => [
    ...axes.map((axis) => printAxis(row[axis], lang)),
    ...cellsOf(row),
    ...(ranked ? [printRank(row.rank)] : []),
  ])
  const total = [...axes.map((_, at) => (at === 0 ? say('total', lang) : '')), ...cellsOf(answer.total)]
  return printTable(columns, axes.length > 0 ? [...rows, total] : [total])
}

export function printAnswerCsv(answer: Answer): string {
  const axes = axesOf(answer)
  const parts = ['value', 'n', 'low', 'high', 'pending', 'excluded', 'unpriced', 'why'] as const
  const hasPrevious = answer.compare !== null
  const titles = ({ id }: AnswerColumn) => [
    ...parts.map((part) => (part === 'value' ? id : `${id}_${part}`)),
    ...(hasPrevious ? [`${id}_previous`, `${id}_change`, `${id}_change_rel`] : []),
  ]
  const values = (cell: unknown): CsvValue[] => {
    if (!isCell(cell)) return [...parts, ...(hasPrevious ? [1, 2, 3] : [])].map(() => null)
    return [...parts.map((part) => cell[part]), ...(hasPrevious ? [cell.previous?.value, cell.change?.abs, cell.change?.rel] : [])]
  }
  const axisTitles = axes.flatMap((axis) => (axis === 'period' ? [axis] : [axis, `${axis}_name`]))
  const axisValues = (value: unknown): CsvValue[] => {
    if (typeof value === 'string' || value === null || value === undefined) return [value]
    const { id, name } = value as Member
    return [id, name]
  }
  const rows: readonly AnswerRow[] = axes.length > 0 ? answer.rows : [answer.total]
  return [
    printCsvLine([...axisTitles, ...answer.columns.flatMap(titles)]),
    ...rows.map((row) =>
      printCsvLine([...axes.flatMap((axis) => axisValues(row[axis])), ...answer.columns.flatMap(({ id }) => values(row[id]))]),
    ),
  ].join('\n')
}

export function printNotes(notes: readonly { text: string }[] | undefined): string {
  return (notes ?? []).map(({ text }) => `\n· ${text}`).join('')
}

const axesOf = (answer: Answer) => [...(answer.grain === null ? [] : ['period']), ...answer.by]

function printAxis(value: unknown, lang: Lang): string {
  if (typeof value === 'string') return value
  const member = value as Member | null | undefined
  return member?.name ?? member?.id ?? say('unknown', lang)
}

function printCell(value: unknown, { unit }: AnswerColumn, { currency }: Head, lang: Lang): string {
  if (!isCell(value)) return ''
  const figure = formatCell(value, unit, { lang, currency })
  const change = value.change?.abs
  if (change === undefined || change === null) return figure
  const arrow = change > 0 ? '▲' : change < 0 ? '▼' : '='
  return `${figure} ${arrow} ${formatFigure(Math.abs(change), unit, { lang, currency })}`
}

function printRank(rank: unknown): string {
  const { low, high } = (rank ?? {}) as { low?: number | null; high?: number | null }
  if (low === undefined || low === null || high === undefined || high === null) return ''
  return low === high ? String(low) : `${low}–${high}`
}
