// Whom to offer what: what is bought after what, and the clients who have the one and not yet the other.
import type { ReactNode } from 'react'
import type { OffersAnswer } from '../api/contract.ts'
import { useFacts } from '../api/use-facts.ts'
import { usePageView } from '../api/use-view.ts'
import { Answered } from '../kit/answered.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { cellAcross } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

const shown = 20

type Pair = OffersAnswer['pairs'][number]

/** A figure of a pair with the purchases behind it, for who may open them. */
function Behind({ evidence, pair, children }: { evidence: Pair['evidence']['share']; pair: Pair; children: ReactNode }) {
  if (evidence === null) return children
  return (
    <FigureLink kpi={evidence.kpi} cell={cellAcross(['bought', pair.bought], ['offer', pair.offer])}>
      {children}
    </FigureLink>
  )
}

function Pairs({ answer }: { answer: OffersAnswer }) {
  const { t, value, span, count, share } = useFormat(answer.currency)
  const heads = [t('offers.bought'), t('offers.offer'), t('offers.share'), t('offers.likely'), t('offers.base'), t('table.cases')]
  return (
    <PlainTable
      caption={t('offers.pairs')}
      heads={heads}
      words={[1]}
      rows={answer.pairs.slice(0, 8).map((pair) => ({
        id: `${pair.bought} ${pair.offer}`,
        cells: [
          pair.bought,
          pair.offer,
          <Behind key="share" evidence={pair.evidence.share} pair={pair}>
            {value(pair.share, 'ratio')}
          </Behind>,
          span(pair.share, 'ratio') ?? '–',
          <Behind key="base" evidence={pair.evidence.base} pair={pair}>
            {pair.base.value === null ? '–' : share(pair.base.value)}
          </Behind>,
          <Behind key="cases" evidence={pair.evidence.share} pair={pair}>
            {count(pair.share.n)}
          </Behind>,
        ],
      }))}
      csv={() => ({
        name: t('offers.pairs'),
        heads: [...heads, 'q'],
        rows: answer.pairs.map(({ bought, offer, share: own, base, q }) => [
          bought,
          offer,
          own.value,
          `${own.low ?? ''}–${own.high ?? ''}`,
          base.value,
          own.n,
          q,
        ]),
      })}
    />
  )
}

function ClientName({ id, name, url }: { id: string; name: string | null; url: string | null }) {
  if (url === null) return name ?? id
  return (
    <a href={url} target="_blank" rel="noreferrer" className="inline-link">
      {name ?? id}
    </a>
  )
}

function Customers({ answer }: { answer: OffersAnswer }) {
  const { t, day, share, figure } = useFormat(answer.currency)
  const heads = [
    t('offers.client'),
    t('offers.offer'),
    t('offers.because'),
    t('offers.last'),
    t('offers.owner'),
    t('offers.chance'),
    t('offers.expected'),
  ]
  return (
    <PlainTable
      caption={t('offers.title')}
      heads={heads}
      words={[1, 2, 3, 4]}
      rows={answer.customers.map(({ customer, owner, bought, offer, last_purchase, state, chance, expected }) => ({
        id: `${customer.id} ${offer}`,
        cells: [
          <ClientName key="client" {...customer} />,
          offer,
          bought,
          state === 'due' ? t('offers.due', { day: day(last_purchase) }) : day(last_purchase),
          owner.name ?? owner.id ?? '–',
          share(chance),
          expected === null ? '–' : figure(expected, 'money').text,
        ],
      }))}
      csv={() => ({
        name: t('offers.title'),
        heads,
        rows: answer.customers.map(({ customer, owner, bought, offer, last_purchase, chance, expected }) => [
          customer.name ?? customer.id,
          offer,
          bought,
          last_purchase,
          owner.name ?? owner.id ?? '',
          chance,
          expected,
        ]),
      })}
    />
  )
}

function Offers({ answer }: { answer: OffersAnswer }) {
  const { t, count } = useFormat(answer.currency)
  return (
    <div className={`card ${css.card}`}>
      <p>{answer.count === 0 ? t('offers.nobody') : t('offers.count', { count: answer.count, text: count(answer.count) })}</p>
      {answer.customers.length > 0 && <Customers answer={answer} />}
      <h3>{t('offers.pairs')}</h3>
      <Pairs answer={answer} />
      {answer.notes.map(({ code, text }) => (
        <p key={code} className="small quiet">
          {text}
        </p>
      ))}
    </div>
  )
}

export function OffersPart() {
  const { t, count } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = useFacts<OffersAnswer>('/offers', { ...view.shared, limit: shown }, isSeen && view.isReady)
  const few = ({ needed }: OffersAnswer) =>
    needed === null ? t('offers.nothing') : t('offers.few', { count: needed, text: count(needed) })
  return (
    <Part ref={place} title={t('offers.title')} hint={t('offers.hint')}>
      <Answered answer={answer} empty={(data) => (data.pairs.length === 0 ? few(data) : null)}>
        {(data) => <Offers answer={data} />}
      </Answered>
    </Part>
  )
}
