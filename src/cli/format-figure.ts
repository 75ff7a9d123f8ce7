// Cells of a table: the figure with its limits and its sample.
import type { PlainCell, Unit } from '../contract/answer.ts'
import { type FigureStyle, formatFigure, missing } from '../contract/format-figure.ts'

export { formatFigure, missing }

/** `62,1 % [53–70] n=123`, as far as there is an interval and a sample worth saying. */
export function formatCell(cell: PlainCell, unit: Unit, style: FigureStyle): string {
  if (cell.value === null) return cell.why === null ? missing : `${missing} ${cell.why}`
  const limits =
    cell.low === null && cell.high === null ? '' : ` [${limit(cell.low, unit, style, '−∞')} – ${limit(cell.high, unit, style, '∞')}]`
  const sample = unit === 'count' || unit === 'money' ? '' : ` n=${new Intl.NumberFormat(style.lang).format(cell.n)}`
  return `${formatFigure(cell.value, unit, style)}${limits}${sample}`
}

const limit = (value: number | null, unit: Unit, style: FigureStyle, open: string) =>
  value === null ? open : formatFigure(value, unit, style)
