// The brackets of a league on one row: a line where the row is inside, rounded where a bracket begins or ends.
import type { Bracket } from '../prepare/brackets.ts'
import css from './bracket-marks.module.css'

type Props = { brackets: readonly Bracket[]; row: number }
const laneWidth = 9

export function BracketMarks({ brackets, row }: Props) {
  const lanes = Math.max(0, ...brackets.map(({ lane }) => lane + 1))
  return (
    <span className={css.marks} style={{ width: lanes * laneWidth }} aria-hidden="true">
      {brackets
        .filter(({ first, last }) => row >= first && row <= last)
        .map(({ first, last, lane }) => (
          <span
            key={lane}
            className={`${css.mark} ${row === first ? css.first : ''} ${row === last ? css.last : ''}`}
            style={{ left: lane * laneWidth }}
          />
        ))}
    </span>
  )
}
