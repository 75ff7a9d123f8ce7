// What a table is searched by and which of its columns are shown; the choice of columns is kept in this browser.
import { Popover } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './table-tools.module.css'

const searchFrom = 10
const columnsFrom = 4

/** Columns of a table that are hidden, by their place; the first names the row and stays. */
export function useHiddenColumns(caption: string, count: number): [ReadonlySet<number>, (column: number) => void] {
  const key = `rumb.columns.${location.pathname.split('/')[1]}.${caption}`
  const [hidden, setHidden] = useState<ReadonlySet<number>>(() => {
    const kept = (localStorage.getItem(key) ?? '').split(',').map(Number)
    return new Set(kept.filter((column) => Number.isInteger(column) && column > 0 && column < count))
  })
  const turn = (column: number) => {
    const next = new Set(hidden)
    if (!next.delete(column)) next.add(column)
    if (next.size > 0) localStorage.setItem(key, [...next].join(','))
    else localStorage.removeItem(key)
    setHidden(next)
  }
  return [hidden, turn]
}

type Props = {
  caption: string
  heads: readonly string[]
  rows: number
  found: number
  search: string
  onSearch: ((text: string) => void) | null
  hidden: ReadonlySet<number>
  onTurn: (column: number) => void
}

/** Small tables need neither. */
export function TableTools({ caption, heads, rows, found, search, onSearch, hidden, onTurn }: Props) {
  const { t } = useTranslation()
  const isSearched = onSearch !== null && (rows >= searchFrom || search !== '')
  const isChosen = heads.length >= columnsFrom
  if (!isSearched && !isChosen) return null
  return (
    <div className={css.tools}>
      {isSearched && (
        <input
          type="search"
          className={css.search}
          placeholder={t('table.search')}
          aria-label={`${t('table.search')}: ${caption}`}
          value={search}
          onChange={({ target }) => onSearch(target.value)}
        />
      )}
      <span className="small quiet" role="status">
        {search !== '' && t('table.found', { count: found })}
      </span>
      {isChosen && (
        <Popover position="bottom-end" shadow="md" trapFocus>
          <Popover.Target>
            <button type="button" className={css.columns}>
              {t('table.columns')}
              {hidden.size > 0 && ` ${heads.length - hidden.size}/${heads.length}`}
              <span className="visually-hidden">: {caption}</span>
            </button>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('table.columns')}>
            {heads.map(
              (head, index) =>
                index > 0 && (
                  <label key={head} className={css.choice}>
                    <input type="checkbox" checked={!hidden.has(index)} onChange={() => onTurn(index)} />
                    {head}
                  </label>
                ),
            )}
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  )
}
