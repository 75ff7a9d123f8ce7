// Каналы: which channels the money comes from under one model, what advertising returns, which segments and journeys are worth it.
import { Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Trans } from 'react-i18next'
import type { AttributionAnswer } from '../api/contract.ts'
import { useAttribution } from '../api/use-attribution.ts'
import { usePageView } from '../api/use-view.ts'
import { channelNews } from '../charts/prepare/channels.ts'
import { nameMember } from '../kit/member-name.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { models, type SearchState } from '../kit/search-state.ts'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { ChannelMoney } from '../panels/channel-money.tsx'
import { JourneysPart } from '../panels/journeys-part.tsx'
import { ModelsPart } from '../panels/models-part.tsx'
import { SegmentsPart } from '../panels/segments-part.tsx'
import { ViewBar } from '../panels/view-bar.tsx'
import css from './funnel.module.css'

const journeysMax = 200

function ChannelSentence({ answer }: { answer: AttributionAnswer }) {
  const { t, figure, share } = useFormat(answer.currency)
  const { first, best, worst } = channelNews(answer)
  const name = (id: string) => nameMember({ id, name: null }, 'channel_group', t)
  const bold = { b: <b /> }
  if (!first) return null
  const values = { channel: name(first.channel), money: figure(first.revenue, 'money').text, share: share(first.revenue / answer.revenue) }
  return (
    <Sentence>
      <Trans i18nKey="channels.first" values={values} components={bold} />{' '}
      {best && <Trans i18nKey="channels.best" values={{ channel: name(best.channel), romi: share(best.romi ?? 0) }} components={bold} />}{' '}
      {worst && (
        <Trans
          i18nKey={(worst.romi ?? 0) < 0 ? 'channels.losing' : 'channels.worst'}
          values={{ channel: name(worst.channel), romi: share(worst.romi ?? 0) }}
          components={bold}
        />
      )}
      {!best && t('channels.no_spend')}
    </Sentence>
  )
}

export function ChannelsPage() {
  const { t } = useFormat()
  const view = usePageView()
  const navigate = useNavigate()
  const model = view.search.model ?? models[0]
  const answer = useAttribution({ ...view.shared, model, limit: journeysMax }, view.isReady)
  const data = answer.data
  const choose = (value: string | null) =>
    void navigate({
      to: '.',
      search: (old: SearchState) => ({ ...old, model: models.find((known) => known === value) }),
      resetScroll: false,
    })
  return (
    <PageFrame room="channels" bar={<ViewBar hasComparison={false} asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {answer.isError && !data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={8} height={44} label={t('state.loading')} />
        </>
      )}
      {data && data.deals === 0 && <EmptyState title={t('channels.empty')} text={t('channels.empty_text')} />}
      {data && data.deals > 0 && (
        <>
          <ChannelSentence answer={data} />
          <div className={css.switches}>
            <Select
              className={css.model ?? ''}
              aria-label={t('channels.model')}
              value={model}
              onChange={choose}
              data={models.map((value) => ({ value, label: t(`model.${value}`) }))}
              allowDeselect={false}
            />
          </div>
          <p className={`small quiet ${css.note}`}>{t(`model.${data.model}_text`)}</p>
          <ChannelMoney answer={data} isDefault={data.model === models[0]} />
        </>
      )}
      {data && <SegmentsPart />}
      {data && <ModelsPart />}
      {data && data.deals > 0 && <JourneysPart answer={data} />}
    </PageFrame>
  )
}
