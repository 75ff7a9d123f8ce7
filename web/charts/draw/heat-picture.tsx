// A grid of coloured cells: one hue, stronger for more; faint and dotted where cases are few, empty where there were none.
import css from './heat-picture.module.css'
import { Picture } from './picture.tsx'

export type HeatMark = { row: string; column: string; strength: number; isSmall: boolean; text: string; title: string }
type Names = { id: string; text: string }[]
type Props = {
  name: string
  text: string
  rows: Names
  columns: Names
  marks: readonly HeatMark[]
  /** Room for the names of rows. */
  left: number
  /** Every how many columns one is named, where there is little room. */
  everyColumn?: number
}

const rowHeight = 30
const headHeight = 22
const gap = 2
const textFrom = 34
const narrowBelow = 620
/** From here on words in the cell are light: below it dark ones are easier to read. */
const strongFrom = 0.8

export function HeatPicture({ name, text, rows, columns, marks, left, everyColumn = 1 }: Props) {
  const height = headHeight + rows.length * rowHeight
  return (
    <Picture name={name} text={text} height={() => height}>
      {(width) => {
        const cell = (width - left) / Math.max(1, columns.length)
        const every = width < narrowBelow ? everyColumn : 1
        return (
          <>
            {columns.map(({ id, text: label }, index) =>
              index % every === 0 ? (
                <text key={id} x={left + index * cell + cell / 2} y={14} textAnchor="middle" className={css.quiet}>
                  {label}
                </text>
              ) : null,
            )}
            {rows.map(({ id, text: label }, index) => (
              <text key={id} x={0} y={headHeight + index * rowHeight + rowHeight / 2 + 3} className={css.name}>
                {label}
              </text>
            ))}
            {marks.map(({ row, column, strength, isSmall, text: figure, title }) => {
              const x = left + columns.findIndex(({ id }) => id === column) * cell
              const y = headHeight + rows.findIndex(({ id }) => id === row) * rowHeight
              const opacity = 0.08 + 0.87 * Math.min(1, Math.max(0, strength))
              return (
                <g key={`${row} ${column}`}>
                  <title>{title}</title>
                  <rect
                    x={x + gap / 2}
                    y={y}
                    width={Math.max(1, cell - gap)}
                    height={rowHeight - gap}
                    rx={3}
                    className={css.cell}
                    fillOpacity={isSmall ? opacity * 0.35 : opacity}
                  />
                  {cell >= textFrom && (
                    <text
                      x={x + cell / 2}
                      y={y + rowHeight / 2 + 3}
                      textAnchor="middle"
                      className={strength > strongFrom && !isSmall ? css.onStrong : css.onFaint}
                    >
                      {figure}
                    </text>
                  )}
                </g>
              )
            })}
          </>
        )
      }}
    </Picture>
  )
}
