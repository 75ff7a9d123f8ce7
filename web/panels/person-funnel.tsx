// The way of a person's cases through the stages: which part goes on from each, beside the same of the whole company.
import type { Scorecard } from '../api/contract.ts'
import { BarsPicture } from '../charts/draw/bars-picture.tsx'
import type { Tone } from '../charts/prepare/bars.ts'
import { Part } from '../kit/part.tsx'
import { addDays } from '../kit/period.ts'
import { PlainTable } from '../kit/plain-table.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './speed-parts.module.css'

type Stage = Scorecard['funnel']['stages'][number]

/** Told only where the company lies beyond the limits of the person. */
function toneOf({ conversion, all }: Stage): Tone {
  if (all.value === null) return 'mark'
  if (conversion.low !== null && conversion.low > all.value) return 'better'
  return conversion.high !== null && conversion.high < all.value ? 'worse' : 'mark'
}

export function PersonFunnel({ card }: { card: Scorecard }) {
  const { t, share, count, span, days } = useFormat(card.currency)
  const { funnel } = card
  const stages = funnel.stages.filter(({ stage, conversion }) => stage.kind === 'open' && conversion.value !== null)
  if (stages.length === 0) return null
  const name = t('person.funnel')
  const bars = stages.map((one) => ({
    ...{ id: one.stage.id, label: one.stage.name, from: 0, to: one.conversion.value ?? 0 },
    hint: t('person.of_all', { count: one.reached, text: count(one.reached), all: share(one.all.value ?? 0) }),
    ...{ low: one.conversion.low, high: one.conversion.high, tone: toneOf(one), text: share(one.conversion.value ?? 0) },
  }))
  const apart = stages.filter((one) => toneOf(one) !== 'mark')
  const said = apart.map((one) => t(`person.stage_${toneOf(one)}`, { stage: one.stage.name }))
  return (
    <Part
      title={name}
      hint={[funnel.pipeline?.name, days(funnel.from, addDays(funnel.to, -1)), said.join(' ') || t('person.funnel_same')]
        .filter(Boolean)
        .join(' · ')}
    >
      <div className={`card ${css.card}`}>
        <BarsPicture name={name} text={`${name}: ${bars.map(({ label, text }) => `${label} – ${text}`).join('; ')}`} bars={bars} />
        <PlainTable
          caption={name}
          heads={[t('dimension.stage'), t('person.reached'), t('person.went_on'), t('table.interval'), t('person.company')]}
          rows={stages.map(({ stage, reached, conversion, all }) => ({
            id: stage.id,
            cells: [
              stage.name,
              count(reached),
              share(conversion.value ?? 0),
              span(conversion, 'ratio') ?? '–',
              all.value === null ? '–' : share(all.value),
            ],
          }))}
          csv={() => ({
            name: `${name} ${card.person.name ?? ''}`,
            heads: [t('dimension.stage'), t('person.reached'), t('person.went_on'), t('table.low'), t('table.high'), t('person.company')],
            rows: stages.map(({ stage, reached, conversion, all }) => [
              stage.name,
              reached,
              conversion.value,
              conversion.low,
              conversion.high,
              all.value,
            ]),
          })}
        />
      </div>
    </Part>
  )
}
