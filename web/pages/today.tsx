// Сегодня: how the month's plan stands this morning, everybody's day, five lists to work off, and the stand-up.
import { Button, Select } from '@mantine/core'
import { IconDeviceTv, IconPlayerPlay } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { TodayAnswer } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useMembers } from '../api/use-members.ts'
import { useToday } from '../api/use-today.ts'
import { AsOf } from '../kit/as-of.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { DaySentence } from '../panels/day-sentence.tsx'
import { PersonDay } from '../panels/person-day.tsx'
import { StandUp } from '../panels/stand-up.tsx'
import { TodayLists } from '../panels/today-lists.tsx'
import css from './today.module.css'

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
  const { t } = useFormat()
  const search = useSearch({ strict: false }) as SearchState
  const navigate = useNavigate()
  const { members: teams } = useMembers('team', true)
  const answer = useToday(search.team?.[0])
  // The norms are called by the names of the catalogue: both are asked at once.
  const catalogue = useCatalogue()
  const data = catalogue.isPending ? undefined : answer.data
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
        <Button
          variant="default"
          leftSection={<IconDeviceTv size={16} stroke={1.8} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/wall" />}
        >
          {t('wall.open')}
        </Button>
      )}
      {data && (
        <span className={css.asOf}>
          <AsOf moment={data.as_of} timezone={data.timezone} />
        </span>
      )}
    </div>
  )
  return (
    <PageFrame room="today" bar={bar}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {(answer.isPending || (catalogue.isPending && !answer.isError)) && (
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
