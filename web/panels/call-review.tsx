// One call on the page: its recording and words, and the checklist a person marks, with comments the salesperson sees.
import { Button, Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { CallQueue, QueuedCall, ReviewedCall } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useCallQueue, useReviewCall, useReviews } from '../api/use-reviews.ts'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import type { SearchState } from '../kit/search-state.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './call-review.module.css'
import { type Mark, MarkRow } from './mark-row.tsx'

type Given = { call: QueuedCall; scripts: CallQueue['scripts']; heard: ReviewedCall | null; timezone: string }

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

function Checklist({ call, scripts, heard }: Given) {
  const { t, share } = useFormat()
  const may = useMay()
  const save = useReviewCall()
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
          <Button loading={save.isPending} disabled={told.length === 0} onClick={() => save.mutate({ call: call.call, checks: told })}>
            {t('scripts.save')}
          </Button>
          {save.isSuccess && (
            <span role="status" data-saved="">
              {t('scripts.saved', { score: save.data.score === null ? '–' : share(save.data.score) })}
            </span>
          )}
          {save.isError && <span role="alert">{t('scripts.failed')}</span>}
        </div>
      )}
    </div>
  )
}

function CallBody(given: Given) {
  const { call, heard, timezone } = given
  const { t, moment, figure, share } = useFormat()
  const lines = (call.transcript ?? '').split('\n').filter((line) => line.trim() !== '')
  return (
    <>
      <p className="soft">
        {[
          nameMember(call.person, 'person', t),
          moment(call.at, timezone),
          call.duration_s === null ? null : figure(call.duration_s, 'seconds').text,
          heard?.script.name,
          heard?.score == null ? null : t('scripts.score', { score: share(heard.score) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {call.recording_url && (
        // biome-ignore lint/a11y/useMediaCaption: the words stand beside it as a transcript where there are any
        <audio className={css.player} controls preload="none" src={call.recording_url} aria-label={t('scripts.player')} />
      )}
      <div className={css.columns}>
        <Checklist {...given} />
        {lines.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by the keyboard
          <section className={css.words} aria-label={t('scripts.words')} tabIndex={0}>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a talk never move
              <p key={index}>{line}</p>
            ))}
          </section>
        )}
      </div>
    </>
  )
}

export function CallReview({ call }: { call: string }) {
  const { t } = useFormat()
  const navigate = useNavigate()
  const place = useRef<HTMLElement>(null)
  const opened = useCallQueue({ call }, true)
  const reviews = useReviews({ call })
  useEffect(() => place.current?.scrollIntoView({ block: 'start' }), [])
  const close = () => void navigate({ to: '.', search: (old: SearchState) => ({ ...old, call: undefined }), resetScroll: false })
  const both = opened.data && reviews.data ? { opened: opened.data, heard: reviews.data[0] ?? null } : undefined
  const found = both?.opened.calls[0]
  return (
    <section ref={place} className={`card ${css.card}`} aria-labelledby="call-heard" data-review={call}>
      <div className={css.head}>
        <h2 id="call-heard">{found?.client ?? t('scripts.call')}</h2>
        <TextButton onClick={close}>{t('drawer.close')}</TextButton>
      </div>
      <Answered
        answer={{ data: both, isError: opened.isError || reviews.isError, error: opened.error ?? reviews.error, refetch: opened.refetch }}
        empty={({ opened: answer }) => (answer.calls.length === 0 ? t('scripts.gone') : null)}
      >
        {({ opened: answer, heard }) =>
          answer.calls[0] && <CallBody call={answer.calls[0]} scripts={answer.scripts} heard={heard} timezone={answer.timezone} />
        }
      </Answered>
    </section>
  )
}
