// Back and forth through the pages of a list; nothing where it fits on one.
import css from './page-turner.module.css'
import { TextButton } from './text-button.tsx'
import { useFormat } from './use-format.ts'

type Props = { offset: number; size: number; all: number; onTurn: (offset: number) => void }

export function PageTurner({ offset, size, all, onTurn }: Props) {
  const { t, count } = useFormat()
  if (all <= size) return null
  return (
    <div className={css.pages}>
      <TextButton isDisabled={offset === 0} onClick={() => onTurn(Math.max(0, offset - size))}>
        {t('records.back')}
      </TextButton>
      <span className="small quiet">
        {t('records.place', { from: count(offset + 1), to: count(Math.min(all, offset + size)), of: count(all) })}
      </span>
      <TextButton isDisabled={offset + size >= all} onClick={() => onTurn(offset + size)}>
        {t('records.next')}
      </TextButton>
    </div>
  )
}
