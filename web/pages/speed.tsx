// Скорость: how fast clients are answered, in which hours they wait, what that costs, how persistent we are, who waits now.
import { Trans } from 'react-i18next'
import type { Answer } from '../api/contract.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { HoursPart } from '../panels/hours-part.tsx'
import { PersistencePart } from '../panels/persistence-part.tsx'
import { RecordsPart } from '../panels/records-part.tsx'
import { ResponsePart } from '../panels/response-part.tsx'
import { SpeedCurvePart } from '../panels/speed-curve-part.tsx'
import { TilesPart } from '../panels/tiles-part.tsx'
import { ViewBar } from '../panels/view-bar.tsx'

const leadTiles = [
  ...['first_response_p50', 'first_response_p90', 'response_within_15m', 'response_within_1h'],
  ...['first_response_clock_p50', 'time_to_contact_p50'],
]
const callTiles = ['missed_call_rate', 'callback_within_15m', 'unreturned_calls', 'reply_p50', 'reply_within_15m', 'chats_waiting']
const told = ['leads', 'first_response_p50', 'response_within_15m', 'unanswered_leads', 'unreturned_calls', 'chats_waiting']
const waitingKpis = ['unanswered_leads', 'unreturned_calls', 'chats_waiting'] as const

function SpeedSentence({ answer }: { answer: Answer }) {
  const { t, value, count } = useFormat(answer.currency)
  const { first_response_p50: usual, response_within_15m: within } = answer.total
  const waiting = waitingKpis.flatMap((kpi) => {
    const found = answer.total[kpi]?.value ?? 0
    return found > 0 ? [{ kpi, found }] : []
  })
  return (
    <Sentence>
      {usual?.value != null && (
        <Trans
          i18nKey="speed.usual"
          values={{ time: value(usual, 'seconds') }}
          components={{ f: <FigureLink kpi="first_response_p50" /> }}
        />
      )}
      {within?.value != null && (
        <Trans
          i18nKey="speed.share"
          values={{ share: value(within, 'ratio') }}
          components={{ f: <FigureLink kpi="response_within_15m" /> }}
        />
      )}{' '}
      {waiting.length === 0 && t('speed.nobody')}
      {waiting.length > 0 && t('speed.wait_now')}{' '}
      {waiting.map(({ kpi, found }, index) => (
        <span key={kpi}>
          {index > 0 && ', '}
          <Trans
            i18nKey={`speed.now_${kpi}`}
            count={found}
            values={{ figure: count(found) }}
            components={{ f: <FigureLink kpi={kpi} /> }}
          />
        </span>
      ))}
      {waiting.length > 0 && '.'}
    </Sentence>
  )
}

export function SpeedPage() {
  const { t } = useFormat()
  const view = usePageView()
  const answer = useKpiQuery({ kpis: told, ...view.shared }, view.isReady)
  const data = answer.data
  const lists = waitingKpis.map((kpi) => ({ kpi, label: t(`speed.list_${kpi}`), expected: data?.total[kpi]?.value }))
  const hasLeads = (data?.total.leads?.value ?? 0) > 0
  return (
    <PageFrame room="speed" bar={<ViewBar asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={8} height={56} label={t('state.loading')} />
        </>
      )}
      {data && !hasLeads && <EmptyState title={t('speed.empty')} text={t('speed.empty_text')} />}
      {data && hasLeads && (
        <>
          <SpeedSentence answer={data} />
          <RecordsPart title={t('speed.live')} lists={lists} nothing={t('speed.nobody')} hasHours />
          <TilesPart title={t('speed.tiles')} kpis={leadTiles} />
          <ResponsePart />
          <HoursPart />
          <SpeedCurvePart />
          <PersistencePart />
          <TilesPart title={t('speed.calls')} kpis={callTiles} />
        </>
      )}
    </PageFrame>
  )
}
