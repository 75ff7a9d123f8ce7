// A figure inside text or a table: a link to its definition and its records.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SearchState } from './search-state.ts'

type Props = {
  kpi: string
  cell?: string
  /** Days it is of, `from..to`; absent: the page's. */
  of?: string
  children?: ReactNode
  className?: string | undefined
  title?: string | undefined
}

export function FigureLink({ kpi, cell, of, children, className = 'inline-link', title }: Props) {
  return (
    <Link
      to="."
      search={(search: SearchState) => ({ ...search, kpi, cell, of, part: undefined })}
      resetScroll={false}
      className={className}
      title={title}
      data-kpi={kpi}
    >
      {children}
    </Link>
  )
}
