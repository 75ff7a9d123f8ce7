// Parts of a whole as rows with bars from zero: the shape the ledger and the refusals share.
import type { ReactNode } from 'react'
import type { CsvTable } from '../kit/csv.ts'
import { TableFiles } from '../kit/table-files.tsx'
import css from './parts-table.module.css'

export type PartLine = {
  id: string
  name: ReactNode
  hint?: string | undefined
  width: number
  tone?: 'good' | 'bad' | 'quiet' | undefined
  cells: ReactNode[]
}
type Props = { caption: string; heads: string[]; lines: PartLine[]; foot?: ReactNode[]; csv: () => CsvTable }

export function PartsTable({ caption, heads, lines, foot, csv }: Props) {
  const [first, ...rest] = heads
  return (
    <div className={`card ${css.card}`}>
      <table className={`table ${css.parts}`}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {rest.map((head) => (
              <th key={head} scope="col" className="number">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, name, hint, width, tone, cells }) => (
            <tr key={id} data-part={id}>
              <th scope="row" className={css.name}>
                <span className={css.word}>{name}</span>
                {hint && <span className={css.hint}>{hint}</span>}
                <span className={css.track} aria-hidden="true">
                  <span className={`${css.fill} ${tone ? css[tone] : ''}`} style={{ width: `${width * 100}%` }} />
                </span>
              </th>
              {cells.map((cell, index) => (
                <td key={rest[index]} className={`number ${css.value}`} data-label={rest[index]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr>
              <th scope="row">{foot[0]}</th>
              {foot.slice(1).map((cell, index) => (
                <td key={rest[index]} className={`number ${css.value}`} data-label={cell === '' ? undefined : rest[index]}>
                  {cell}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      <TableFiles table={csv} />
    </div>
  )
}
