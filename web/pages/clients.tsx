// Клиенты и база: how much of the base is cared for, who is due and who left, who comes back, who owes.
import { Trans } from 'react-i18next'
import type { Answer } from '../api/contract.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CohortsPart, WorthPart } from '../panels/cohorts-part.tsx'
import { CoveragePart } from '../panels/coverage-part.tsx'
import { OffersPart } from '../panels/offers-part.tsx'
import { RecordsPart } from '../panels/records-part.tsx'
import { TilesPart } from '../panels/tiles-part.tsx'
import { ViewBar } from '../panels/view-bar.tsx'

const told = ['active_customers', 'base_coverage', 'due_customers', 'churned_customers', 'overdue_receivables'] as const
const baseTiles = [
  ...['active_customers', 'new_customers', 'repeat_rate_12m', 'repeat_revenue_share', 'retention_rate'],
  ...['churned_customers', 'reactivated_customers', 'top10_share', 'nps'],
]
const moneyTiles = ['receivables', 'overdue_receivables', 'expected_cash', 'invoice_paid_rate']
const lists = ['due_customers', 'churned_customers', 'overdue_receivables'] as const

function ClientsSentence({ answer }: { answer: Answer }) {
  const { t, value } = useFormat(answer.currency)
  const said = told.flatMap((kpi) => {
    const cell = answer.total[kpi]
    const unit = answer.columns.find(({ id }) => id === kpi)?.unit
    if (!cell || !unit || cell.value === null || (cell.value === 0 && kpi !== 'active_customers')) return []
    return [
      <Trans
        key={kpi}
        i18nKey={`clients.told_${kpi}`}
        count={Math.round(cell.value)}
        values={{ figure: value(cell, unit) }}
        components={{ f: <FigureLink kpi={kpi} /> }}
      />,
    ]
  })
  if (said.length === 0) return <Sentence>{t('people.nothing')}</Sentence>
  return <Sentence>{said.flatMap((part, index) => (index === 0 ? [part] : [' ', part]))}</Sentence>
}

export function ClientsPage() {
  const { t } = useFormat()
  const view = usePageView()
  const answer = useKpiQuery({ kpis: [...told], ...view.shared }, view.isReady)
  const data = answer.data
  const hasClients = told.some((kpi) => (data?.total[kpi]?.n ?? 0) > 0)
  return (
    <PageFrame room="clients" bar={<ViewBar asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={8} height={56} label={t('state.loading')} />
        </>
      )}
      {data && !hasClients && <EmptyState title={t('clients.empty')} text={t('clients.empty_text')} />}
      {data && hasClients && (
        <>
          <ClientsSentence answer={data} />
          <RecordsPart
            title={t('clients.act')}
            lists={lists.map((kpi) => ({ kpi, label: t(`clients.list_${kpi}`), expected: data.total[kpi]?.n }))}
            nothing={t('clients.nobody')}
          />
          <OffersPart />
          <CoveragePart />
          <TilesPart title={t('clients.base')} kpis={baseTiles} />
          <CohortsPart />
          <WorthPart />
          <TilesPart title={t('clients.money')} kpis={moneyTiles} />
        </>
      )}
    </PageFrame>
  )
}
