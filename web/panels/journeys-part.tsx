// The ways clients came, on demand: channels in their order, how many leads went it and how many bought.
import { useState } from 'react'
import type { AttributionAnswer } from '../api/contract.ts'
import { FlowPicture } from '../charts/draw/flow-picture.tsx'
import { prepareFlows } from '../charts/prepare/flows.ts'
import { prepareJourneyFlows } from '../charts/prepare/journey-flows.ts'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './journeys-part.module.css'

const shown = 15

export function JourneysPart({ answer }: { answer: AttributionAnswer }) {
  const { t, count, share } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const name = (id: string) => nameMember({ id, name: null }, 'channel_group', t)
  const journeys = answer.journeys.slice(0, shown)
  const words = (path: readonly string[]) => (path.length === 0 ? t('unknown.channel_group') : path.map(name).join(' → '))
  const heads = [t('channels.journey'), t('channels.leads'), t('channels.wins'), t('channels.bought')]
  const { nodes, links } = prepareJourneyFlows(answer.journeys, {
    ...{ channel: (id) => nameMember({ id, name: null }, 'channel_group', t), others: t('channels.others'), count },
    ...{ bought: t('channels.ended_bought'), left: t('channels.ended_left') },
  })
  const bought = (wins: number, leads: number) => (leads > 0 && wins <= leads ? share(wins / leads) : '–')
  return (
    <Part
      title={t('channels.journeys')}
      hint={t('channels.journeys_hint')}
      aside={
        <TextButton isExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'family.less' : 'channels.show_journeys')}
        </TextButton>
      }
    >
      {isOpen && (
        <div className={`card ${css.card}`}>
          {links.length > 0 && (
            <FlowPicture
              name={t('channels.journeys')}
              text={`${t('channels.journeys')}: ${links.map(({ text }) => text).join('; ')}`}
              flows={prepareFlows(nodes, links)}
            />
          )}
          <PlainTable
            caption={t('channels.journeys')}
            heads={heads}
            rows={journeys.map(({ path, wins, leads }) => ({
              id: path.join('>'),
              cells: [
                <span key="path" className={css.path}>
                  {path.length === 0 && words(path)}
                  {path.map((channel, step) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a channel may stand twice in one journey
                    <span key={`${channel} ${step}`} className={css.step}>
                      {name(channel)}
                    </span>
                  ))}
                </span>,
                ...[count(leads), count(wins), bought(wins, leads)],
              ],
            }))}
            csv={() => ({
              name: t('channels.journeys'),
              heads: heads.slice(0, 3),
              rows: answer.journeys.map(({ path, wins, leads }) => [words(path), leads, wins]),
            })}
          />
        </div>
      )}
    </Part>
  )
}
