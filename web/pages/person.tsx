// One of the people: against their own last eight weeks first, then the way of their cases, what to talk about and to hear.
import { Button } from '@mantine/core'
import { IconArrowLeft, IconCompass, IconMessages } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { Trans } from 'react-i18next'
import type { Scorecard } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useScorecard } from '../api/use-people.ts'
import { AsOf } from '../kit/as-of.tsx'
import { nameMember } from '../kit/member-name.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { addDays } from '../kit/period.ts'
import { PrintButton } from '../kit/print-button.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { AgendaPart } from '../panels/agenda-part.tsx'
import { PersonCalls } from '../panels/person-calls.tsx'
import { PersonDeals } from '../panels/person-deals.tsx'
import { PersonFigures } from '../panels/person-figures.tsx'
import { PersonFunnel } from '../panels/person-funnel.tsx'
import { PersonPlan } from '../panels/person-plan.tsx'
import css from './person.module.css'

const named = 2

function CardSentence({ card }: { card: Scorecard }) {
  const { t, share, language } = useFormat(card.currency)
  const { data: catalogue } = useCatalogue()
  const plan = card.plans.find(({ metric }) => metric === 'revenue') ?? card.plans[0]
  const won = card.figures.find(({ kpi }) => kpi === 'won_deals')?.cell.value ?? null
  const names = (verdict: 'better' | 'worse') =>
    card.figures
      .filter((figure) => figure.verdict === verdict)
      .slice(0, named)
      .map(({ kpi }) => (catalogue?.find(({ id }) => id === kpi)?.name[language] ?? kpi).toLocaleLowerCase())
      .join(', ')
  const [worse, better] = [names('worse'), names('better')]
  return (
    <Sentence>
      {won !== null && t('person.won', { count: won, text: won })}{' '}
      {plan?.attainment != null && t('person.plan', { done: share(plan.attainment), pace: share(plan.pace ?? plan.attainment) })}{' '}
      {worse && <Trans i18nKey="person.worse" values={{ names: worse }} components={{ b: <b /> }} />}{' '}
      {better && <Trans i18nKey="person.better" values={{ names: better }} components={{ b: <b /> }} />}
      {!worse && !better && t('person.steady')}
    </Sentence>
  )
}

function PersonBar({ id, card }: { id: string; card: Scorecard | undefined }) {
  const { t, days } = useFormat()
  const may = useMay()
  const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const
  return (
    <div className={css.bar} role="toolbar" aria-label={t('bar.label')}>
      <Link to="/people" className={css.back}>
        <IconArrowLeft {...icon} /> {t('room.people')}
      </Link>
      <Button
        variant="default"
        leftSection={<IconCompass {...icon} />}
        renderRoot={(props) => <Link {...props} to="/" search={{ person: [id] }} />}
      >
        {t('room.compass')}
      </Button>
      {may('oneOnOnes') && (
        <Button
          variant="default"
          leftSection={<IconMessages {...icon} />}
          renderRoot={(props) => <Link {...props} to="/people/$id/talks" params={{ id }} />}
        >
          {t('talk.room')}
        </Button>
      )}
      <PrintButton className={css.print ?? ''} />
      {card && (
        <span className={`${css.asOf} printed`}>
          {days(card.from, addDays(card.to, -1))} · <AsOf moment={card.as_of} timezone={card.timezone} />
        </span>
      )}
    </div>
  )
}

export function PersonPage() {
  const { t } = useFormat()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const answer = useScorecard(id)
  // Figures are named by the catalogue: without it nothing is shown.
  const isNamed = useCatalogue().isSuccess
  const card = isNamed ? answer.data : undefined
  const role = card?.role ? t(`person.role.${card.role}`, { defaultValue: card.role }) : null
  const title = card ? [nameMember(card.person, 'person', t), role].filter(Boolean).join(', ') : t('room.people')
  return (
    <PageFrame room="people" title={title} bar={<PersonBar id={id} card={card} />}>
      {answer.isError && !card && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {!card && !answer.isError && (
        <>
          <SentenceLoading />
          <LinesLoading count={10} height={40} label={t('state.loading')} />
        </>
      )}
      {card && (
        <>
          <CardSentence card={card} />
          <PersonFigures card={card} />
          <PersonFunnel card={card} />
          <PersonPlan card={card} />
          <PersonDeals card={card} />
          <PersonCalls card={card} />
          <AgendaPart card={card} />
        </>
      )}
    </PageFrame>
  )
}
