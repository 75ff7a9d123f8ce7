// One cell of the plan grid: typed over like in a spreadsheet, left by arrows and Enter; what is no number stays with the word why.
import { type KeyboardEvent, useState } from 'react'
import { readBlock } from '../charts/prepare/plan-grid.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './plan-grid-part.module.css'
import type { BadCell } from './use-plan-edits.ts'

type Props = {
  place: { row: number; column: number }
  label: string
  shown: string
  bad: BadCell | undefined
  isWaiting: boolean
  onText: (text: string) => void
  onBlock: (block: string[][]) => void
  onForget: () => void
}

/** Puts the cursor into a neighbour, where there is one. */
function goTo(from: HTMLElement, row: number, column: number): boolean {
  const cell = from.closest('table')?.querySelector<HTMLInputElement>(`input[data-cell="${row}:${column}"]`)
  cell?.focus()
  cell?.select()
  return cell != null
}

export function PlanCell({ place, label, shown, bad, isWaiting, onText, onBlock, onForget }: Props) {
  const { t } = useFormat()
  const [text, setText] = useState<string | null>(null)
  const commit = () => {
    if (text !== null && text !== (bad?.text ?? shown)) onText(text)
    setText(null)
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key, currentTarget, shiftKey } = event
    const [down, across] =
      key === 'Enter'
        ? [shiftKey ? -1 : 1, 0]
        : key === 'ArrowDown'
          ? [1, 0]
          : key === 'ArrowUp'
            ? [-1, 0]
            : text === null && key === 'ArrowRight'
              ? [0, 1]
              : text === null && key === 'ArrowLeft'
                ? [0, -1]
                : [0, 0]
    if (key === 'Escape') {
      setText(null)
      onForget()
    }
    if (down === 0 && across === 0) return
    event.preventDefault()
    // Leaving it keeps what was typed.
    if (!goTo(currentTarget, place.row + down, place.column + across) && key === 'Enter') commit()
  }
  return (
    <span className={css.cell}>
      <input
        className={css.input}
        data-cell={`${place.row}:${place.column}`}
        data-waiting={isWaiting || undefined}
        aria-label={label}
        aria-invalid={bad !== undefined}
        title={bad && t(`plans.bad_${bad.why}`)}
        inputMode="decimal"
        autoComplete="off"
        value={text ?? bad?.text ?? shown}
        onChange={({ target }) => setText(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={commit}
        onKeyDown={onKey}
        onPaste={(event) => {
          const block = readBlock(event.clipboardData.getData('text/plain'))
          if (block.length < 2 && (block[0]?.length ?? 0) < 2) return
          event.preventDefault()
          setText(null)
          onBlock(block)
        }}
      />
      {bad && <span className={css.bad}>{t(`plans.bad_${bad.why}`)}</span>}
    </span>
  )
}
