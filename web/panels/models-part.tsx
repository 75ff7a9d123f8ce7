// All models of attribution side by side, on demand: which share of the revenue each of them gives to a channel.
import { useState } from 'react'
import type { AttributionAnswer } from '../api/contract.ts'
import { useAttributions } from '../api/use-attribution.ts'
import { usePageView } from '../api/use-view.ts'
import { HeatPicture } from '../charts/draw/heat-picture.tsx'
import { prepareModels } from '../charts/prepare/models.ts'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { models } from '../kit/search-state.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './speed-parts.module.css'

/** The journeys are not needed here. */
const journeysMax = 1

function Compared({ answers }: { answers: AttributionAnswer[] }) {
  const { t, share } = useFormat()
  const { channels, cells } = prepareModels(answers)
  const name = (id: string) => nameMember({ id, name: null }, 'channel_group', t)
  const short = (model: string) => t(`model.${model}_short`)
  const title = t('channels.models')
  const at = (channel: string, model: string) => cells.find((cell) => cell.channel === channel && cell.model === model)?.share ?? 0
  const strongest = Math.max(...cells.map((cell) => cell.share), 0.01)
  const leader = channels[0]
  return (
    <div className={`card ${css.card}`}>
      <HeatPicture
        name={title}
        text={`${title}: ${leader ? answers.map(({ model }) => `${t(`model.${model}`)} – ${name(leader)} ${share(at(leader, model))}`).join('; ') : ''}`}
        left={150}
        rows={channels.map((channel) => ({ id: channel, text: name(channel) }))}
        columns={answers.map(({ model }, index) => ({ id: model, text: String(index + 1) }))}
        marks={cells.map(({ channel, model, share: part }) => ({
          ...{ row: channel, column: model, strength: part / strongest, isSmall: false },
          text: share(part),
          title: `${name(channel)}, ${t(`model.${model}`)}: ${share(part)}`,
        }))}
      />
      <p className="small quiet">{answers.map(({ model }, index) => `${index + 1}: ${short(model)}`).join(' · ')}</p>
      <PlainTable
        caption={title}
        heads={[t('dimension.channel_group'), ...answers.map(({ model }) => short(model))]}
        rows={channels.map((channel) => ({
          id: channel,
          cells: [name(channel), ...answers.map(({ model }) => share(at(channel, model)))],
        }))}
        csv={() => ({
          name: title,
          heads: [t('dimension.channel_group'), ...answers.map(({ model }) => t(`model.${model}`))],
          rows: channels.map((channel) => [name(channel), ...answers.map(({ model }) => at(channel, model))]),
        })}
      />
    </div>
  )
}

export function ModelsPart() {
  const { t } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const view = usePageView()
  const asked = useAttributions(
    models.map((model) => ({ ...view.shared, model, limit: journeysMax })),
    isOpen && view.isReady,
  )
  const answers = asked.flatMap(({ data }) => (data ? [data] : []))
  const failed = asked.find(({ isError, data }) => isError && !data)
  return (
    <Part
      title={t('channels.models')}
      hint={t('channels.models_hint')}
      aside={
        <TextButton isExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'family.less' : 'channels.show_models')}
        </TextButton>
      }
    >
      {isOpen && failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {isOpen && !failed && answers.length < models.length && (
        <LinesLoading count={answers.length > 0 ? 1 : 8} label={t('state.loading')} />
      )}
      {isOpen && answers.length > 0 && <Compared answers={answers} />}
    </Part>
  )
}
