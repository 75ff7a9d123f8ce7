// One call on the page: its recording and words, and the checklist a person marks, with comments the salesperson sees.
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useCallQueue, useReviews } from '../api/use-reviews.ts'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import type { SearchState } from '../kit/search-state.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { type Checked, Checklist } from './call-checklist.tsx'
import css from './call-review.module.css'
import type { Scoring } from './use-scoring.ts'

function CallBody(given: Checked & { timezone: string }) {
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

type Props = {
  call: string
  /** Of the queue; null = this one was opened by itself, or is the last. */
  next: string | null
  scoring: Scoring
}

export function CallReview({ call, next, scoring }: Props) {
  const { t } = useFormat()
  const navigate = useNavigate()
  const place = useRef<HTMLElement>(null)
  const opened = useCallQueue({ call }, true)
  const reviews = useReviews({ call })
  useEffect(() => {
    // TRICKY: newer browsers answer with a promise, which must not become the cleanup of the effect.
    place.current?.scrollIntoView({ block: 'start' })
  }, [])
  const show = (id: string | undefined) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, call: id }), resetScroll: false })
  const both = opened.data && reviews.data ? { opened: opened.data, heard: reviews.data[0] ?? null } : undefined
  const found = both?.opened.calls[0]
  return (
    <section ref={place} className={`card ${css.card}`} aria-labelledby="call-heard" data-review={call}>
      <div className={css.head}>
        <h2 id="call-heard">{found?.client ?? t('scripts.call')}</h2>
        <TextButton onClick={() => show(undefined)}>{t('drawer.close')}</TextButton>
      </div>
      <Answered
        answer={{ data: both, isError: opened.isError || reviews.isError, error: opened.error ?? reviews.error, refetch: opened.refetch }}
        empty={({ opened: answer }) => (answer.calls.length === 0 ? t('scripts.gone') : null)}
      >
        {({ opened: answer, heard }) =>
          answer.calls[0] && (
            <CallBody
              call={answer.calls[0]}
              scripts={answer.scripts}
              heard={heard}
              timezone={answer.timezone}
              card={place}
              onNext={next === null ? null : () => show(next)}
              scoring={scoring}
            />
          )
        }
      </Answered>
    </section>
  )
}
