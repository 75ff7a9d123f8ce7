// What to talk about with a person, the most pressing first: each line says what it is and, where there is one, what to ask.
import type { AgendaItem, Scorecard } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { Part } from '../kit/part.tsx'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './agenda-part.module.css'

function useAgendaText(card: Scorecard): (item: AgendaItem) => string {
  const { t, figure, language } = useFormat(card.currency)
  const { data: catalogue } = useCatalogue()
  return ({ kind, kpi, ref, title, verdict }) => {
    if (kind === 'figure') {
      const entry = catalogue?.find(({ id }) => id === kpi)
      const cell = card.figures.find((one) => one.kpi === kpi)?.cell
      const text = (value: number | null | undefined) => (value == null || !entry ? '–' : figure(value, entry.unit).text)
      return t(`talk.figure_${verdict}`, {
        name: entry?.name[language] ?? kpi,
        before: text(cell?.previous?.value),
        now: text(cell?.value),
      })
    }
    if (kind === 'deal') {
      const deal = card.deals.find(({ id }) => id === ref)
      const amount = deal?.amount == null ? '' : figure(deal.amount, 'money').text
      const risks = deal?.risks.map((risk) => t(`person.risk.${risk}`)).join(', ') ?? ''
      return t('talk.deal', { name: title ?? ref, why: [amount, risks].filter(Boolean).join(', ') })
    }
    return kind === 'finding' ? (title ?? '') : t(`talk.${kind}`, { name: title ?? ref })
  }
}

export function Agenda({ card }: { card: Scorecard }) {
  const { t } = useFormat()
  const textOf = useAgendaText(card)
  const { isPending } = useCatalogue()
  if (isPending) return <LinesLoading count={3} height={24} label={t('state.loading')} />
  if (card.agenda.length === 0) return <p className="soft">{t('talk.no_agenda')}</p>
  return (
    <ol className={css.list} data-agenda={card.agenda.length}>
      {card.agenda.map((item) => (
        <li key={`${item.kind} ${item.kpi} ${item.ref} ${item.title}`} className={css.item}>
          <span>{textOf(item)}</span>
          {item.question && <span className="soft">{t('talk.ask', { question: item.question })}</span>}
        </li>
      ))}
    </ol>
  )
}

export function AgendaPart({ card }: { card: Scorecard }) {
  const { t } = useFormat()
  return (
    <Part title={t('talk.agenda')}>
      <div className={`card ${css.card}`}>
        <Agenda card={card} />
      </div>
    </Part>
  )
}
