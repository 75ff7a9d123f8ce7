// A plain table with its files: the text of a picture, or a list that needs no bars. On a phone each row stands as a block.
import type { ReactNode } from 'react'
import type { CsvTable } from './csv.ts'
import css from './plain-table.module.css'
import { TableFiles } from './table-files.tsx'

type Props = {
  caption: string
  heads: string[]
  rows: { id: string; cells: ReactNode[] }[]
  /** Columns of words; the others hold figures. The first one always names the row. */
  words?: readonly number[]
  csv: () => CsvTable
}

export function PlainTable({ caption, heads, rows, words = [], csv }: Props) {
  const look = (index: number) => (index > 0 && !words.includes(index) ? 'number' : undefined)
  return (
    <>
      <div className={css.scroll}>
        <table className={`table ${css.plain}`}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {heads.map((head, index) => (
                <th key={head} scope="col" className={look(index)}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells }) => (
              <tr key={id} data-row={id}>
                {cells.map((cell, index) =>
                  index === 0 ? (
                    <th key={heads[index]} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={heads[index]} className={look(index)} data-label={heads[index]}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TableFiles table={csv} />
    </>
  )
}
