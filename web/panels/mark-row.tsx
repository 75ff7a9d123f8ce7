// One step or objection of the checklist: how far it was heard, the place that shows it, a comment the salesperson sees.
import { SegmentedControl, TextInput } from '@mantine/core'
import { useFormat } from '../kit/use-format.ts'
import css from './call-review.module.css'

export type Mark = {
  kind: 'step' | 'objection'
  key: string
  title: string
  present: 0 | 0.5 | 1 | null
  quote: string | null
  comment: string
}
type Props = { mark: Mark; isOpen: boolean; onChange: (part: Partial<Mark>) => void }
const degrees = [0, 0.5, 1] as const
/** In the order of their buttons. */
export const degreesOf = (kind: Mark['kind']) => degrees.filter((degree) => kind === 'step' || degree !== 0.5)

export function MarkRow({ mark, isOpen, onChange }: Props) {
  const { t } = useFormat()
  const { kind, title, present, quote, comment } = mark
  const shown = degreesOf(kind).map((degree) => ({ value: String(degree), label: t(`scripts.${kind}_${degree * 2}`) }))
  return (
    <div className={css.mark} data-step={mark.key} data-marked={present ?? ''}>
      <div className={css.markHead}>
        <h3>{title}</h3>
        {isOpen ? (
          <SegmentedControl
            size="xs"
            aria-label={title}
            value={present === null ? '' : String(present)}
            onChange={(value) => onChange({ present: degrees.find((degree) => String(degree) === value) ?? null })}
            data={shown}
          />
        ) : (
          <b>{shown.find(({ value }) => value === String(present))?.label ?? '–'}</b>
        )}
      </div>
      {quote && <blockquote className={css.quote}>{quote}</blockquote>}
      {isOpen ? (
        <TextInput
          size="xs"
          aria-label={t('scripts.comment_on', { step: title })}
          placeholder={t('scripts.comment')}
          value={comment}
          maxLength={4000}
          onChange={(event) => onChange({ comment: event.currentTarget.value })}
        />
      ) : (
        comment && <p>{comment}</p>
      )}
    </div>
  )
}
