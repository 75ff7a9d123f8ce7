// What the opened cell belongs to: a person, team, channel … by name.
import { useMembers } from '../api/use-members.ts'
import { nameMember } from '../kit/member-name.ts'
import { unknownMember } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'

export function CellName({ cell }: { cell: string }) {
  const { t } = useFormat()
  const at = cell.indexOf('=')
  const dimension = cell.slice(0, at)
  const id = cell.slice(at + 1)
  const { members } = useMembers(dimension, dimension !== 'state')
  if (id === unknownMember) return <b>{nameMember({ id: null, name: null }, dimension, t)}</b>
  const member = members.find((known) => known.id === id) ?? { id, name: null }
  return <b>{nameMember(member, dimension, t)}</b>
}

/** The period a figure is of, and what it belongs to where one cell was opened. */
export function PeriodAndCell({ period, cell }: { period: string; cell: string | undefined }) {
  if (!cell) return period
  return (
    <>
      {period} · <CellName cell={cell} />
    </>
  )
}
