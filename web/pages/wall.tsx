// For the screen on the wall: how the month stands, what waits for us and what is due, in letters that are read across a room.
import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { TodayAnswer } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useToday } from '../api/use-today.ts'
import { Answered } from '../kit/answered.tsx'
import { AsOf } from '../kit/as-of.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './wall.module.css'

function PlanWall({ answer }: { answer: TodayAnswer }) {
  const { t, share, figure, language } = useFormat(answer.currency)
  const { data: catalogue } = useCatalogue()
  const { plan, workday } = answer
  if (!catalogue) return <SentenceLoading />
  if (!plan || plan.target === null || plan.target <= 0 || plan.actual === null) return <p className={css.large}>{t('today.no_plan')}</p>
  const entry = catalogue.find(({ id }) => id === plan.metric)
  const text = (value: number) => figure(value, entry?.unit ?? 'count').text
  const done = plan.actual / plan.target
  return (
    <section className={css.plan} aria-label={entry?.name[language] ?? plan.metric}>
      <p className={css.name}>
        {entry?.name[language] ?? plan.metric} · {t('today.workday', { n: workday.n, of: workday.of })}
      </p>
      <p className={css.figure}>{share(done)}</p>
      <div className={css.track} aria-hidden="true">
        <span className={css.fill} style={{ width: `${Math.min(1, done) * 100}%` }} />
        <span className={css.day} style={{ left: `${workday.of > 0 ? (workday.n / workday.of) * 100 : 0}%` }} />
      </div>
      <p className={css.large}>
        {plan.gap !== null && plan.gap > 0
          ? t('wall.gap', { done: text(plan.actual), plan: text(plan.target), gap: text(plan.gap), per_day: text(plan.per_workday ?? 0) })
          : t('wall.made', { done: text(plan.actual), plan: text(plan.target) })}
      </p>
    </section>
  )
}

function Numbers({ answer }: { answer: TodayAnswer }) {
  const { t, count, figure } = useFormat(answer.currency)
  const { counts, expected } = answer
  const queues = [
    ['leads', counts.waiting_leads],
    ['calls', counts.unreturned_calls],
    ['chats', counts.chats_waiting],
  ] as const
  const here = answer.people.filter(({ attendance }) => attendance === 'work' || attendance === 'shift').length
  const numbers = [
    ...queues.map(([id, waiting]) => ({ id, text: count(waiting), isUrgent: waiting > 0 })),
    { id: 'payments', text: figure(expected.money, 'money').text, isUrgent: false },
    { id: 'here', text: `${count(here)} / ${count(answer.people.length)}`, isUrgent: false },
  ]
  return (
    <dl className={css.numbers}>
      {numbers.map(({ id, text, isUrgent }) => (
        <div key={id} className={`card ${css.number}`}>
          <dt>{t(`wall.${id}`)}</dt>
          <dd className={isUrgent ? css.urgent : undefined}>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

export function WallPage() {
  const { t } = useFormat()
  const navigate = useNavigate()
  const answer = useToday(undefined)
  // Asked at once, not when the day is there.
  useCatalogue()
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && !document.fullscreenElement) void navigate({ to: '/today' })
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate])
  return (
    <PageFrame room="wall" isTitleShown={false}>
      <div className={css.wall}>
        <Answered answer={answer} lines={4} height={160}>
          {(data) => (
            <>
              <PlanWall answer={data} />
              <Numbers answer={data} />
              <div className={css.foot}>
                <span className="quiet">
                  <AsOf moment={data.as_of} timezone={data.timezone} />
                </span>
                <Link to="/today" className="inline-link">
                  {t('wall.back')}
                </Link>
                {document.fullscreenEnabled && (
                  <Button variant="default" onClick={() => void document.documentElement.requestFullscreen()}>
                    {t('wall.full')}
                  </Button>
                )}
              </div>
            </>
          )}
        </Answered>
      </div>
    </PageFrame>
  )
}
