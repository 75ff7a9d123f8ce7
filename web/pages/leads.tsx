// Все лиды: where every lead received is now. The states sum to what was received, and the page says so.
import { Trans } from 'react-i18next'
import type { LeadState, LedgerAnswer } from '../api/contract.ts'
import { useLedger } from '../api/use-ledger.ts'
import { usePageView } from '../api/use-view.ts'
import { preparePartsOfWhole } from '../charts/prepare/parts-of-whole.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { cellOf } from '../kit/search-state.ts'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { PartsTable } from '../panels/parts-table.tsx'
import { ViewBar } from '../panels/view-bar.tsx'

const tones: Partial<Record<LeadState, 'good' | 'bad' | 'quiet'>> = {
  won: 'good',
  waiting_on_us: 'bad',
  abandoned: 'bad',
  unowned: 'bad',
  lost: 'quiet',
  disqualified: 'quiet',
  duplicate: 'quiet',
  spam: 'quiet',
}

function Ledger({ answer }: { answer: LedgerAnswer }) {
  const { t, count, share, figure } = useFormat(answer.currency)
  const parts = preparePartsOfWhole(answer.states, ({ leads }) => leads, false).filter((part) => part.count > 0)
  const leadsIn = (state: LeadState) => answer.states.find((known) => known.state === state)?.leads ?? 0
  const waiting = leadsIn('waiting_on_us') + leadsIn('unowned')
  const dropped = leadsIn('abandoned')
  const lines = parts.map(({ item, width, share: part }) => ({
    id: item.state,
    name: t(`lead_state.${item.state}`),
    hint: t(`lead_state_text.${item.state}`),
    width,
    tone: tones[item.state],
    cells: [
      <FigureLink key="leads" kpi="ledger_leads" cell={cellOf('state', item.state)}>
        {count(item.leads)}
      </FigureLink>,
      share(part),
      item.money === null ? '–' : figure(item.money, 'money').text,
      item.oldest_days === null ? '–' : figure(Math.floor(item.oldest_days), 'days').text,
    ],
  }))
  return (
    <>
      <Sentence>
        <Trans i18nKey="ledger.received" values={{ figure: count(answer.received) }} components={{ b: <b /> }} />{' '}
        {waiting > 0 ? (
          <Trans i18nKey="ledger.waiting" count={waiting} values={{ figure: count(waiting) }} components={{ b: <b /> }} />
        ) : (
          t('ledger.nobody_waits')
        )}
        {dropped > 0 && (
          <>
            {' '}
            <Trans i18nKey="ledger.dropped" count={dropped} values={{ figure: count(dropped) }} components={{ b: <b /> }} />
          </>
        )}
      </Sentence>
      <PartsTable
        caption={t('room.leads')}
        heads={[t('ledger.state'), t('ledger.leads'), t('ledger.share'), t('ledger.money'), t('ledger.oldest')]}
        lines={lines}
        csv={() => ({
          name: `${t('room.leads')} ${answer.from} ${answer.to}`,
          heads: [t('ledger.state'), t('ledger.leads'), t('ledger.money'), t('ledger.oldest')],
          rows: answer.states.map(({ state, leads, money, oldest_days }) => [t(`lead_state.${state}`), leads, money, oldest_days]),
        })}
        foot={[t('ledger.sum'), count(answer.received - answer.check), share(1), '', '']}
      />
      {answer.unregistered !== null && answer.unregistered > 0 && (
        <p className="soft" style={{ paddingTop: 16 }}>
          {t('ledger.unregistered', { count: answer.unregistered, text: count(answer.unregistered) })}
        </p>
      )}
    </>
  )
}

export function LeadsPage() {
  const { t } = useFormat()
  const view = usePageView()
  const answer = useLedger(view.shared, view.isReady)
  const data = answer.data
  return (
    <PageFrame room="leads" bar={<ViewBar hasComparison={false} asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={8} height={48} label={t('state.loading')} />
        </>
      )}
      {data && data.received === 0 && <EmptyState title={t('ledger.empty')} text={t('ledger.empty_text')} />}
      {data && data.received > 0 && <Ledger answer={data} />}
    </PageFrame>
  )
}
