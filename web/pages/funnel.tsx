// Воронка: what happens to deals at each stage, how many go on, how long they stay.
import { SegmentedControl, Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Trans } from 'react-i18next'
import type { FunnelAnswer } from '../api/contract.ts'
import { useFunnel } from '../api/use-funnel.ts'
import { useMembers } from '../api/use-members.ts'
import { usePageView } from '../api/use-view.ts'
import { findLeak } from '../charts/prepare/funnel.ts'
import { nameApart } from '../kit/name-apart.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { BottleneckMoney } from '../panels/bottleneck-money.tsx'
import { CyclePart } from '../panels/cycle-part.tsx'
import { FunnelMoves } from '../panels/funnel-moves.tsx'
import { FunnelStages } from '../panels/funnel-stages.tsx'
import { ViewBar } from '../panels/view-bar.tsx'
import css from './funnel.module.css'

const switchMax = 3

function FunnelSentence({ answer }: { answer: FunnelAnswer }) {
  const { t, count, share } = useFormat(answer.currency)
  const first = answer.stages.find(({ stage }) => stage.kind === 'open')
  const won = answer.stages.find(({ stage }) => stage.kind === 'won')
  const leak = findLeak(answer.stages)
  if (!first) return null
  return (
    <Sentence>
      <Trans
        i18nKey="funnel.entered"
        count={first.reached}
        values={{ figure: count(first.reached), stage: first.stage.name }}
        components={{ b: <b /> }}
      />
      {won?.cumulative.value != null && (
        <Trans i18nKey="funnel.won" values={{ share: share(won.cumulative.value) }} components={{ b: <b /> }} />
      )}
      {'. '}
      {leak && leak.conversion.value !== null && (
        <Trans i18nKey="funnel.leak" values={{ stage: leak.stage.name, share: share(leak.conversion.value) }} components={{ b: <b /> }} />
      )}
      {!leak && t('funnel.no_leak')}
    </Sentence>
  )
}

export function FunnelPage() {
  const { t } = useFormat()
  const view = usePageView()
  const navigate = useNavigate()
  const { pipeline, rule = 'reached' } = view.search
  const answer = useFunnel({ ...view.shared, rule, ...(pipeline ? { pipeline } : {}) }, view.isReady)
  const { members: pipelines } = useMembers('pipeline', true)
  const data = answer.data
  const choose = (part: Partial<SearchState>) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, ...part }), resetScroll: false })
  const choices = nameApart(pipelines).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <PageFrame room="funnel" bar={<ViewBar hasComparison={false} asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={7} height={56} label={t('state.loading')} />
        </>
      )}
      {data && data.stages.length === 0 && <EmptyState title={t('funnel.empty')} text={t('funnel.empty_text')} />}
      {data && data.stages.length > 0 && (
        <>
          <FunnelSentence answer={data} />
          <div className={css.switches}>
            {choices.length > switchMax && (
              <Select
                aria-label={t('funnel.pipeline')}
                value={data.pipeline?.id ?? null}
                onChange={(id) => id && choose({ pipeline: id })}
                data={choices}
                allowDeselect={false}
              />
            )}
            {choices.length > 1 && choices.length <= switchMax && (
              <SegmentedControl
                aria-label={t('funnel.pipeline')}
                value={data.pipeline?.id ?? ''}
                onChange={(id) => choose({ pipeline: id })}
                data={choices}
              />
            )}
            <SegmentedControl
              aria-label={t('funnel.rule')}
              value={rule}
              onChange={(value) => choose({ rule: value as 'reached' | 'strict' })}
              data={(['reached', 'strict'] as const).map((value) => ({ value, label: t(`rule.${value}`) }))}
            />
          </div>
          <p className="small quiet">{t(`rule.${rule}_text`)}</p>
          <FunnelStages answer={data} />
          <FunnelMoves answer={data} />
          <BottleneckMoney pipeline={pipeline} />
          <CyclePart />
        </>
      )}
    </PageFrame>
  )
}
