// Отказы: why we lose, in cases and in money, and how often nobody had talked to the client.
import { Trans } from 'react-i18next'
import type { LostAnswer } from '../api/contract.ts'
import { useLost } from '../api/use-ledger.ts'
import { usePageView } from '../api/use-view.ts'
import { preparePartsOfWhole } from '../charts/prepare/parts-of-whole.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { PartsTable } from '../panels/parts-table.tsx'
import { ViewBar } from '../panels/view-bar.tsx'

function Refusals({ answer }: { answer: LostAnswer }) {
  const { t, count, share, figure, value } = useFormat(answer.currency)
  const parts = preparePartsOfWhole(answer.reasons, ({ leads, deals }) => leads + deals)
  const all = parts.reduce((sum, part) => sum + part.count, 0)
  const silent = answer.reasons.reduce((sum, reason) => sum + reason.without_contact, 0)
  const nameOf = (reason: string | null, group: string | null) =>
    reason ?? (group ? t(`member.lost_reason_group.${group}`, { defaultValue: group }) : t('lost.no_reason'))
  const top = parts[0]
  const lines = parts.map(({ item, width, running }) => ({
    id: `${item.group ?? ''}/${item.reason ?? ''}`,
    name: nameOf(item.reason, item.group),
    hint:
      item.reason && item.group && item.reason.toLowerCase() !== nameOf(null, item.group).toLowerCase()
        ? t(`member.lost_reason_group.${item.group}`, { defaultValue: item.group })
        : undefined,
    width,
    cells: [
      count(item.leads),
      count(item.deals),
      item.money === null ? '–' : figure(item.money, 'money').text,
      item.top_stage?.name ?? '–',
      count(item.without_contact),
      share(running),
    ],
  }))
  return (
    <>
      <Sentence>
        <Trans i18nKey="lost.all" count={all} values={{ figure: count(all) }} components={{ b: <b /> }} />
        {top && (
          <Trans
            i18nKey="lost.top"
            values={{ reason: nameOf(top.item.reason, top.item.group), share: share(top.share) }}
            components={{ b: <b /> }}
          />
        )}
        {'. '}
        {silent > 0 && <Trans i18nKey="lost.silent" count={silent} values={{ figure: count(silent) }} components={{ b: <b /> }} />}{' '}
        {answer.known.value !== null && (
          <Trans
            i18nKey="lost.known"
            values={{ share: value(answer.known, 'ratio') }}
            components={{ f: <FigureLink kpi="lost_reason_known" /> }}
          />
        )}
      </Sentence>
      <PartsTable
        caption={t('room.lost')}
        heads={[
          t('lost.reason'),
          t('lost.leads'),
          t('lost.deals'),
          t('lost.money'),
          t('lost.top_stage'),
          t('lost.without_contact'),
          t('lost.running'),
        ]}
        lines={lines}
        csv={() => ({
          name: `${t('room.lost')} ${answer.from} ${answer.to}`,
          heads: [t('lost.reason'), t('lost.leads'), t('lost.deals'), t('lost.money'), t('lost.top_stage'), t('lost.without_contact')],
          rows: parts.map(({ item }) => [
            nameOf(item.reason, item.group),
            ...[item.leads, item.deals, item.money, item.top_stage?.name ?? null, item.without_contact],
          ]),
        })}
      />
    </>
  )
}

export function LostPage() {
  const { t } = useFormat()
  const view = usePageView()
  const answer = useLost(view.shared, view.isReady)
  const data = answer.data
  return (
    <PageFrame room="lost" bar={<ViewBar hasComparison={false} asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={8} height={48} label={t('state.loading')} />
        </>
      )}
      {data && data.reasons.length === 0 && <EmptyState title={t('lost.empty')} text={t('lost.empty_text')} />}
      {data && data.reasons.length > 0 && <Refusals answer={data} />}
    </PageFrame>
  )
}
