// Мой день: the salesperson's home. Own plan and norms, who waits, tasks, promises and payments; nothing of anybody else.
import { Link } from '@tanstack/react-router'
import type { TodayAnswer, TodayPerson } from '../api/contract.ts'
import { useMay, useSession } from '../api/session.ts'
import { usePay } from '../api/use-pay.ts'
import { useToday } from '../api/use-today.ts'
import { AsOf } from '../kit/as-of.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CallComments } from '../panels/call-comments.tsx'
import { DaySentence } from '../panels/day-sentence.tsx'
import { MyAgreements } from '../panels/my-agreements.tsx'
import { NormLine, Promises, Waiting } from '../panels/person-day.tsx'
import { PayCard } from '../panels/person-plan.tsx'
import { RecordsPart } from '../panels/records-part.tsx'
import { TodayLists } from '../panels/today-lists.tsx'
import css from './my-day.module.css'

const taskLists = ['overdue_tasks', 'deals_without_task'] as const

function Norms({ title, norms, currency }: { title: string; norms: TodayPerson['today']; currency: string }) {
  const { t } = useFormat(currency)
  const shown = norms.filter(({ plan, fact }) => plan !== 0 || fact !== 0)
  return (
    <section className={`card ${css.card}`}>
      <h2 className={css.head}>{title}</h2>
      {shown.length === 0 && <p className="soft">{t('my_day.no_norms')}</p>}
      {shown.map((norm) => (
        <NormLine key={norm.kpi} norm={norm} currency={currency} />
      ))}
    </section>
  )
}

function OwnDay({ answer, day }: { answer: TodayAnswer; day: TodayPerson }) {
  const { t } = useFormat(answer.currency)
  const may = useMay()
  const pay = usePay({}, may('pay'))
  const own = pay.data?.people.find(({ person }) => person.id === day.person.id)
  return (
    <div className={css.cards}>
      <Norms title={t('my_day.norm')} norms={day.today} currency={answer.currency} />
      <Norms title={t('today.yesterday')} norms={day.yesterday} currency={answer.currency} />
      <section className={`card ${css.card}`}>
        <h2 className={css.head}>{t('my_day.waits')}</h2>
        <Waiting day={day} currency={answer.currency} />
        <Promises day={day} currency={answer.currency} />
      </section>
      {own && <PayCard pay={own} currency={answer.currency} />}
    </div>
  )
}

export function MyDayPage() {
  const { t } = useFormat()
  const session = useSession()
  const person = session.data?.person
  const answer = useToday(undefined)
  const data = answer.data
  const day = data?.people.find((one) => one.person.id === person?.id)
  const lists = taskLists.map((kpi) => ({ kpi, label: t(`my_day.list_${kpi}`) }))
  const bar = (
    <div className={css.bar} role="toolbar" aria-label={t('bar.label')}>
      {person && (
        <Link to="/people/$id" params={{ id: person.id }} className="inline-link">
          {t('my_day.card')}
        </Link>
      )}
      {data && (
        <span className={css.asOf}>
          <AsOf moment={data.as_of} timezone={data.timezone} />
        </span>
      )}
    </div>
  )
  return (
    <PageFrame room="my_day" bar={bar}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={6} height={72} label={t('state.loading')} />
        </>
      )}
      {data && !person && <EmptyState title={t('my_day.empty')} text={t('my_day.empty_text')} />}
      {data && person && (
        <>
          <DaySentence answer={data} />
          {day && <OwnDay answer={data} day={day} />}
          <TodayLists answer={data} />
          <RecordsPart title={t('my_day.tasks')} lists={lists} nothing={t('my_day.no_tasks')} hasHours />
          <MyAgreements person={person.id} />
          <Part title={t('my_day.comments')} hint={t('my_day.comments_hint')}>
            <CallComments person={person.id} />
          </Part>
        </>
      )}
    </PageFrame>
  )
}
