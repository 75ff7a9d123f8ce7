// The checklist of a call: what was heard is marked by keys or clicks, kept, and the next call of the queue opens at once.
import { Button, Select } from '@mantine/core'
import { type RefObject, useState } from 'react'
import type { CallQueue, QueuedCall, ReviewedCall } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './call-review.module.css'
import { degreesOf, type Mark, MarkRow } from './mark-row.tsx'
import { useReviewKeys } from './use-review-keys.ts'
import type { Scoring } from './use-scoring.ts'

export type Checked = {
  call: QueuedCall
  scripts: CallQueue['scripts']
  heard: ReviewedCall | null
  card: RefObject<HTMLElement | null>
  onNext: (() => void) | null
  scoring: Scoring
}

/** The marks to begin with: as it was heard, else of the script chosen nothing yet. */
function firstMarks(heard: ReviewedCall | null, script: CallQueue['scripts'][number] | undefined): Mark[] {
  const steps = heard && heard.steps.length > 0 ? heard.steps : (script?.steps ?? [])
  const objections = heard && heard.objections.length > 0 ? heard.objections : (script?.objections ?? [])
  const mark =
    (kind: Mark['kind']) =>
    (one: { key: string; title: string | null; present?: number; quote?: string | null; comment?: string | null }) => ({
      ...{ kind, key: one.key, title: one.title ?? one.key, quote: one.quote ?? null, comment: one.comment ?? '' },
      present: one.present === undefined ? null : one.present >= 1 ? (1 as const) : one.present > 0 ? (0.5 as const) : (0 as const),
    })
  return [...steps.map(mark('step')), ...objections.map(mark('objection'))]
}

export function Checklist({ call, scripts, heard, card, onNext, scoring }: Checked) {
  const { t } = useFormat()
  const may = useMay()
  const [script, setScript] = useState(heard?.script.id ?? scripts[0]?.script.id ?? null)
  const [marks, setMarks] = useState(() =>
    firstMarks(
      heard,
      scripts.find((one) => one.script.id === script),
    ),
  )
  const change = (key: string, part: Partial<Mark>) => setMarks(marks.map((mark) => (mark.key === key ? { ...mark, ...part } : mark)))
  const told = marks.flatMap(({ key, present, comment }) =>
    present === null ? [] : [{ step: key, present, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) }],
  )
  const mayMark = may('review')
  const save = () => {
    if (!mayMark || told.length === 0) return
    scoring.save({ call: call.call, checks: told }, call.client ?? t('scripts.unknown_client'))
    onNext?.()
  }
  useReviewKeys(card, mayMark && marks.length > 0, {
    save,
    skip: onNext,
    mark: (key, place) => {
      const found = marks.find((mark) => mark.key === key)
      const present = found && degreesOf(found.kind)[place]
      if (present !== undefined) change(key, { present })
    },
  })
  const choose = (id: string | null) => {
    setScript(id)
    setMarks(
      firstMarks(
        null,
        scripts.find((one) => one.script.id === id),
      ),
    )
  }
  return (
    <div className={css.checklist}>
      {!heard && scripts.length > 1 && (
        <Select
          label={t('scripts.script')}
          value={script}
          onChange={choose}
          allowDeselect={false}
          data={scripts.map((one) => ({ value: one.script.id ?? '', label: one.script.name ?? one.script.id ?? '' }))}
        />
      )}
      {marks.length === 0 && <p className="soft">{t('scripts.no_script')}</p>}
      {marks.map((mark) => (
        <MarkRow key={`${mark.kind} ${mark.key}`} mark={mark} isOpen={mayMark} onChange={(part) => change(mark.key, part)} />
      ))}
      {mayMark && marks.length > 0 && (
        <div className={css.foot}>
          <Button disabled={told.length === 0} onClick={save}>
            {t(onNext ? 'scripts.save_next' : 'scripts.save')}
          </Button>
          {onNext && <TextButton onClick={onNext}>{t('scripts.skip')}</TextButton>}
          <span className="small quiet">{t(onNext ? 'scripts.keys' : 'scripts.keys_one')}</span>
        </div>
      )}
    </div>
  )
}
