// The name of a record; of a lead or deal a link to its course, for who may see courses.
import { Link } from '@tanstack/react-router'
import { useMay } from '../api/session.ts'
import type { SearchState } from '../kit/search-state.ts'

const followed = new Set(['leads', 'deals'])

export function RecordName({ kind, id, name }: { kind: string; id: string; name: string | null }) {
  const may = useMay()
  if (!followed.has(kind) || !may('timeline')) return name ?? id
  return (
    <Link
      to="."
      search={(search: SearchState) => ({ ...search, record: `${kind}/${id}` })}
      resetScroll={false}
      className="inline-link"
      data-record={id}
    >
      {name ?? id}
    </Link>
  )
}
