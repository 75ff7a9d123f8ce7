// Rows of bars with limits: names at the left, or above the bars where there is little room; figures at the right.
import { type Bar, type PlacedBar, prepareBars } from '../prepare/bars.ts'
import { fitText } from '../prepare/fit-text.ts'
import css from './bars-picture.module.css'
import { Picture } from './picture.tsx'

type Props = { name: string; text: string; bars: readonly Bar[]; from?: number }
type Frame = { left: number; width: number; isNarrow: boolean; right: number }

const narrowBelow = 560
const rowHeight = { wide: 40, narrow: 54 }
const barHeight = 16
const textRoom = 108

function BarRow({ bar, top, frame }: { bar: PlacedBar; top: number; frame: Frame }) {
  const { left, width, isNarrow, right } = frame
  const x = (place: number) => left + place * width
  const middle = top + (isNarrow ? 38 : 20)
  const labelRoom = isNarrow ? right - textRoom : left - 28
  return (
    <g>
      <title>{[bar.label, bar.hint, bar.text].filter(Boolean).join(' · ')}</title>
      <text x={0} y={isNarrow ? top + 18 : middle + (bar.hint ? -3 : 4)} className={css.label}>
        {fitText(bar.label, labelRoom)}
      </text>
      {bar.hint && !isNarrow && (
        <text x={0} y={middle + 13} className={css.hint}>
          {fitText(bar.hint, labelRoom, 6)}
        </text>
      )}
      <rect
        x={x(bar.start)}
        y={middle - barHeight / 2}
        width={Math.max(2, bar.length * width)}
        height={barHeight}
        rx={3}
        className={css[bar.tone]}
      />
      {bar.whisker && (
        <g className={css.whisker}>
          <line x1={x(bar.whisker.start)} x2={x(bar.whisker.start + bar.whisker.length)} y1={middle} y2={middle} />
          <line x1={x(bar.whisker.start)} x2={x(bar.whisker.start)} y1={middle - 4} y2={middle + 4} />
          {!bar.whisker.isCut && (
            <line
              x1={x(bar.whisker.start + bar.whisker.length)}
              x2={x(bar.whisker.start + bar.whisker.length)}
              y1={middle - 4}
              y2={middle + 4}
            />
          )}
        </g>
      )}
      <text x={right} y={isNarrow ? top + 18 : middle + 4} textAnchor="end" className={css.figure}>
        {bar.text}
      </text>
    </g>
  )
}

export function BarsPicture({ name, text, bars, from = 0 }: Props) {
  const { bars: placed, base } = prepareBars(bars, from)
  const heightOf = (width: number) => placed.length * (width < narrowBelow ? rowHeight.narrow : rowHeight.wide) + 4
  return (
    <Picture name={name} text={text} height={heightOf}>
      {(whole) => {
        const isNarrow = whole < narrowBelow
        const left = isNarrow ? 0 : Math.min(300, Math.round(whole * 0.34))
        const frame = { left, width: whole - left - (isNarrow ? 2 : textRoom), isNarrow, right: whole }
        const row = isNarrow ? rowHeight.narrow : rowHeight.wide
        return (
          <>
            <line x1={left + base * frame.width} x2={left + base * frame.width} y1={0} y2={heightOf(whole)} className={css.zero} />
            {placed.map((bar, index) => (
              <BarRow key={bar.id} bar={bar} top={index * row} frame={frame} />
            ))}
          </>
        )
      }}
    </Picture>
  )
}
