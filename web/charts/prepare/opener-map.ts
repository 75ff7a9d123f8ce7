// Who is strong in the beginning of the funnel and who in closing: people on two scales around 1, where all others stand.
import type { Answer, Member } from '../../../src/contract/answer.ts'
import { readCell, readMember } from './read-row.ts'

type Place = { at: number; low: number; high: number }
export type MapPoint = {
  member: Member
  opener: number
  closer: number
  x: Place
  y: Place
  /** Beyond the limits on that scale: above or below all others. */
  opens: 'strong' | 'weak' | 'even'
  closes: 'strong' | 'weak' | 'even'
}
/** Places 0..1, y upwards; `one` is where the others stand. */
export type OpenerMap = { points: MapPoint[]; one: { x: number; y: number }; few: { member: Member; n: number }[] }

const kpis = ['opener_index', 'closer_index'] as const
/** The scales hold at least a tenth to both sides of 1. */
const reach = 0.1
const room = 1.15
/** Limits may take up to this many times the room of the dots; what reaches further runs out of the picture. */
const limitRoom = 1.6

export function prepareOpenerMap(answer: Answer): OpenerMap {
  const rows = answer.rows.flatMap((row) => {
    const [opener, closer] = kpis.map((kpi) => readCell(row, kpi))
    return opener && closer ? [{ member: readMember(row, 'person'), opener, closer }] : []
  })
  const known = rows.flatMap(({ member, opener, closer }) =>
    opener.value === null || closer.value === null
      ? []
      : [{ member, cells: { opener, closer }, opener: opener.value, closer: closer.value }],
  )
  const ends = known.flatMap(({ cells }) =>
    [cells.opener, cells.closer].flatMap(({ low, high, value }) => [low ?? value ?? 1, high ?? value ?? 1]),
  )
  const dots = Math.max(reach, ...known.flatMap(({ opener, closer }) => [Math.abs(opener - 1), Math.abs(closer - 1)]))
  const half = Math.min(Math.max(dots, ...ends.map((end) => Math.abs(end - 1))), dots * limitRoom) * room
  const place = (value: number) => Math.min(1, Math.max(0, (value - 1 + half) / (2 * half)))
  const side = ({ low, high }: { low: number | null; high: number | null }) =>
    low !== null && low > 1 ? 'strong' : high !== null && high < 1 ? 'weak' : 'even'
  const placeOf = (value: number, { low, high }: { low: number | null; high: number | null }) => ({
    ...{ at: place(value), low: place(low ?? value), high: place(high ?? value) },
  })
  return {
    points: known.map(({ member, cells, opener, closer }) => ({
      ...{ member, opener, closer, x: placeOf(opener, cells.opener), y: placeOf(closer, cells.closer) },
      ...({ opens: side(cells.opener), closes: side(cells.closer) } as const),
    })),
    one: { x: place(1), y: place(1) },
    few: rows
      .filter(({ opener, closer }) => opener.value === null || closer.value === null)
      .map(({ member, opener }) => ({ member, n: opener.n })),
  }
}
