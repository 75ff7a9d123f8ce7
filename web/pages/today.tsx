// Сегодня: how the month's plan stands this morning, everybody's day, five lists to work off, and the stand-up.
import { Button, Select } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TodayAnswer } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useMembers } from '../api/use-members.ts'
import { useToday } from '../api/use-today.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { PersonDay } from '../panels/person-day.tsx'
import { StandUp } from '../panels/stand-up.tsx'
import { TodayLists } from '../panels/today-lists.tsx'
import css from './today.module.css'

function DaySentence({ answer }: { answer: TodayAnswer }) {
  const { t, count, figure, share, language } = useFormat(answer.currency)
  const { data: catalogue } = useCatalogue()
  if (!catalogue) return <SentenceLoading />
  const { plan, workday, counts, expected } = answer
  const entry = catalogue.find(({ id }) => id === plan?.metric)
  const amount = (value: number) => figure(value, entry?.unit ?? 'count').text
  const queues = [
    ['leads', counts.waiting_leads],
    ['calls', counts.unreturned_calls],
    ['chats', counts.chats_waiting],
  ] as const
  const waiting = queues.flatMap(([kind, number]) => (number > 0 ? [t(`today.wait_${kind}`, { count: number, text: count(number) })] : []))
  return (
    <Sentence>
      {t('today.workday', { n: workday.n, of: workday.of })}{' '}
      {plan && plan.target !== null && plan.actual !== null && plan.target > 0
        ? t(plan.gap !== null && plan.gap > 0 ? 'today.plan' : 'today.plan_done', {
            ...{ name: entry?.name[language] ?? plan.metric, done: share(plan.actual / plan.target), gap: amount(plan.gap ?? 0) },
            per_day: amount(plan.per_workday ?? 0),
          })
        : t('today.no_plan')}{' '}
      {plan?.probability != null && t('today.chance', { chance: share(plan.probability) })}{' '}
      {waiting.length > 0 && t('today.waiting', { list: waiting.join(', ') })}{' '}
      {expected.payments > 0 &&
        t('today.invoices', { count: expected.payments, text: count(expected.payments), money: figure(expected.money, 'money').text })}
    </Sentence>
  )
}

function Day({ answer, shown }: { answer: TodayAnswer; shown: string | undefined }) {
  const { t } = useFormat()
  const here = answer.people.filter(({ attendance }) => attendance === 'work' || attendance === 'shift')
  const order = [...here, ...answer.people.filter((person) => !here.includes(person))]
  return (
    <>
      <DaySentence answer={answer} />
      <TodayLists answer={answer} />
      <Part title={t('today.people')}>
        {order.length === 0 && <p className="soft">{t('table.empty')}</p>}
        <div className={css.people}>
          {order.map((day) => (
            <PersonDay key={day.person.id} day={day} currency={answer.currency} />
          ))}
        </div>
      </Part>
      {shown && order.length > 0 && <StandUp people={order} shown={shown} currency={answer.currency} />}
    </>
  )
}

export function TodayPage() {
  const { t, moment } = useFormat()
  const search = useSearch({ strict: false }) as SearchState
  const navigate = useNavigate()
  const { members: teams } = useMembers('team', true)
  const answer = useToday(search.team?.[0])
  const data = answer.data
  const choose = (part: Partial<SearchState>) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, ...part }), resetScroll: false })
  const first = data?.people.find(({ attendance }) => attendance === 'work' || attendance === 'shift') ?? data?.people[0]
  const bar = (
    <div className={css.bar} role="toolbar" aria-label={t('bar.label')}>
      <Select
        aria-label={t('dimension.team')}
        placeholder={t('today.all_teams')}
        clearable
        value={search.team?.[0] ?? null}
        onChange={(team) => choose({ team: team ? [team] : undefined })}
        data={teams.flatMap(({ id, name }) => (id === null ? [] : [{ value: id, label: name ?? id }]))}
      />
      {first && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} stroke={1.8} aria-hidden />}
          onClick={() => choose({ show: first.person.id ?? undefined })}
        >
          {t('today.standup')}
        </Button>
      )}
      {data && (
        <span className={css.asOf}>
          {t('bar.as_of', { moment: moment(data.as_of, data.timezone) })} · {data.timezone}
        </span>
      )}
    </div>
  )
  return (
    <PageFrame room="today" bar={bar}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={6} height={72} label={t('state.loading')} />
        </>
      )}
      {data && data.people.length === 0 && data.plan === null && <EmptyState title={t('today.empty')} text={t('today.empty_text')} />}
      {data && (data.people.length > 0 || data.plan !== null) && <Day answer={data} shown={search.show} />}
    </PageFrame>
  )
}
