// The sentence the Compass opens with, made from the figures: how much came, what waits now, what moved beyond chance.
import type { ReactNode } from 'react'
import { Trans } from 'react-i18next'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import type { Answer } from '../api/contract.ts'
import { prepareChanges } from '../charts/prepare/change-list.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import type { Period } from '../kit/period.ts'
import { usePeriodName } from '../kit/period-menu.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { useFormat } from '../kit/use-format.ts'

export const sentenceKpis = ['leads', 'won_deals', 'revenue', 'unanswered_leads', 'deals_without_task'] as const
type Clause = (typeof sentenceKpis)[number]
type Props = { answer: Answer; period: Period; catalogue: readonly CatalogueEntry[]; watched: readonly string[] }

function join(parts: ReactNode[], separator: string): ReactNode[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))
}

function useClauses(answer: Answer) {
  const format = useFormat(answer.currency)
  return (kpis: readonly Clause[]): ReactNode[] =>
    kpis.flatMap((kpi) => {
      const cell = answer.total[kpi]
      const unit = answer.columns.find(({ id }) => id === kpi)?.unit
      if (!cell || cell.value === null || !unit || (cell.value === 0 && kpi !== 'leads')) return []
      const { text } = format.figure(cell.value, unit)
      return [
        <Trans
          key={kpi}
          i18nKey={`compass.${kpi}`}
          count={Math.round(cell.value)}
          values={{ figure: text }}
          components={{ f: <FigureLink kpi={kpi} /> }}
        />,
      ]
    })
}

export function CompassSentence({ answer, period, catalogue, watched }: Props) {
  const format = useFormat(answer.currency)
  const { t, language } = format
  const clauses = useClauses(answer)
  const periodName = usePeriodName(period)
  const volume = clauses(['leads', 'won_deals', 'revenue'])
  const waiting = clauses(['unanswered_leads', 'deals_without_task'])
  const changes = prepareChanges(answer, watched)
  const telling = changes.find(({ verdict }) => verdict === 'worse') ?? changes[0]
  const entry = catalogue.find(({ id }) => id === telling?.kpi)
  const cell = telling ? answer.total[telling.kpi] : undefined
  return (
    <Sentence>
      {volume.length > 0 && (
        <>
          {periodName}: {join(volume, ', ')}.{' '}
        </>
      )}
      {waiting.length > 0 && (
        <>
          {t('compass.now')} {join(waiting, ', ')}.{' '}
        </>
      )}
      {telling && entry && cell ? (
        <Trans
          i18nKey={`compass.${telling.verdict}`}
          values={{ name: entry.name[language], change: format.change(cell, entry.unit) }}
          components={{ f: <FigureLink kpi={telling.kpi} /> }}
        />
      ) : (
        answer.compare && t('compass.steady')
      )}
    </Sentence>
  )
}
