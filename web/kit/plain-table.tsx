// A plain table with its files: the text of a picture, or a list that needs no bars. On a phone each row stands as a block.
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CsvTable } from './csv.ts'
import css from './plain-table.module.css'
import { holdsText, type Order, sortableHeads, sortRows } from './sort-rows.ts'
import { TableFiles } from './table-files.tsx'
import { TableTools, useHiddenColumns } from './table-tools.tsx'

type Props = {
  caption: string
  heads: string[]
  rows: { id: string; cells: ReactNode[] }[]
  /** Columns of words; the others hold figures. The first one always names the row. */
  words?: readonly number[]
  csv: () => CsvTable
}

export function PlainTable({ caption, heads, rows, words = [], csv }: Props) {
  const { t } = useTranslation()
  const [order, setOrder] = useState<Order | null>(null)
  const file = csv()
  const [search, setSearch] = useState('')
  const [hidden, turnColumn] = useHiddenColumns(caption, heads.length)
  const sortable = sortableHeads(heads, rows.length, file)
  const isInFile = file.rows.length === rows.length
  const places = sortRows(rows.length, file, order).filter((place) => !isInFile || holdsText(file.rows[place] ?? [], search))
  const shown = places.flatMap((place) => rows[place] ?? [])
  // Greatest first, then least first, then as it came.
  const turn = (head: string) => setOrder(order?.head !== head ? { head, isDown: true } : order.isDown ? { head, isDown: false } : null)
  const sortOf = (head: string) => (order?.head === head ? (order.isDown ? 'descending' : 'ascending') : undefined)
  const look = (index: number) => (index > 0 && !words.includes(index) ? 'number' : undefined)
  return (
    <>
      <TableTools
        {...{ caption, heads, rows: rows.length, found: shown.length, search, hidden }}
        onSearch={isInFile ? setSearch : null}
        onTurn={turnColumn}
      />
      <div className={css.scroll}>
        <table className={`table ${css.plain}`}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {heads.map(
                (head, index) =>
                  !hidden.has(index) && (
                    <th key={head} scope="col" className={look(index)} aria-sort={sortOf(head)}>
                      {sortable.has(head) ? (
                        <button type="button" className={`${css.sort} printed`} onClick={() => turn(head)} title={t('table.sort')}>
                          {head}
                          {order?.head === head && <span aria-hidden="true">{order.isDown ? ' ↓' : ' ↑'}</span>}
                        </button>
                      ) : (
                        head
                      )}
                    </th>
                  ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, cells }) => (
              <tr key={id} data-row={id}>
                {cells.map((cell, index) =>
                  hidden.has(index) ? null : index === 0 ? (
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
