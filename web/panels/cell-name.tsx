// What the opened cell belongs to: a person, team, channel … by name.
import { Fragment } from 'react'
import { useMembers } from '../api/use-members.ts'
import { nameMember } from '../kit/member-name.ts'
import { readCellKey } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'

/** Their values have words of the page, not names of the company. */
const wordedAlone = new Set(['state', 'weekday', 'hour'])
/** Things bought: their own names, said with what they are here. */
const things = new Set(['bought', 'offer'])

function MemberName({ dimension, id }: { dimension: string; id: string | null }) {
  const { t } = useFormat()
  const { members } = useMembers(dimension, id !== null && !wordedAlone.has(dimension) && !things.has(dimension))
  if (things.has(dimension) && id !== null)
    return (
      <>
        {t(`offers.${dimension}`)}: <b>{id}</b>
      </>
    )
  const member = members.find((known) => known.id === id) ?? { id, name: null }
  return <b>{nameMember(member, dimension, t)}</b>
}

/** The period a figure is of, and what it belongs to where one cell was opened. */
export function PeriodAndCell({ period, cell }: { period: string; cell: string | undefined }) {
  return (
    <>
      {period}
      {readCellKey(cell).map(([dimension, id]) => (
        <Fragment key={dimension}>
          {' · '}
          <MemberName dimension={dimension} id={id} />
        </Fragment>
      ))}
    </>
  )
}
