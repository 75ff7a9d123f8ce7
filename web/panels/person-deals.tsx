// Five deals to talk about and why, the last refusals, and what was promised.
import type { Scorecard } from '../api/contract.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { useFormat } from '../kit/use-format.ts'
import { RecordName } from './record-name.tsx'
import css from './today-lists.module.css'

function DealsToDiscuss({ card }: { card: Scorecard }) {
  const { t, figure, count } = useFormat(card.currency)
  const why = (risks: readonly string[]) => risks.map((risk) => t(`person.risk.${risk}`)).join(', ')
  const ago = (days: number | null) => (days === null ? '–' : t('person.days', { count: days, text: count(days) }))
  const heads = [t('person.deal'), t('records.amount'), t('person.why'), t('dimension.stage'), t('person.in_stage'), t('person.silent')]
  if (card.deals.length === 0) return <p className="soft">{t('person.no_deals')}</p>
  return (
    <div className={`card ${css.card}`}>
      <PlainTable
        caption={t('person.deals')}
        heads={heads}
        words={[2, 3]}
        rows={card.deals.map(({ id, name, amount, risks, stage, stage_days, silent_days }) => ({
          id,
          cells: [
            <RecordName key="name" kind="deals" id={id} name={name} />,
            amount === null ? '–' : figure(amount, 'money').text,
            ...[why(risks), stage.name ?? '–', ago(stage_days), ago(silent_days)],
          ],
        }))}
        csv={() => ({
          name: t('person.deals'),
          heads: [t('records.id'), ...heads],
          rows: card.deals.map(({ id, name, amount, risks, stage, stage_days, silent_days }) => [
            ...[id, name, amount, why(risks), stage.name, stage_days, silent_days],
          ]),
        })}
      />
    </div>
  )
}

function Refusals({ card }: { card: Scorecard }) {
  const { t, figure, day } = useFormat(card.currency)
  const heads = [
    t('person.deal'),
    t('person.lost_at'),
    t('records.amount'),
    t('records.reason'),
    t('dimension.stage'),
    t('person.last_contact'),
  ]
  const when = (at: string | null) => (at === null ? '–' : day(at, card.timezone))
  return (
    <div className={`card ${css.card}`}>
      <PlainTable
        caption={t('person.refusals')}
        heads={heads}
        words={[1, 3, 4, 5]}
        rows={card.refusals.map(({ id, name, at, amount, reason, stage, last_contact_at }) => ({
          id,
          cells: [
            <RecordName key="name" kind="deals" id={id} name={name} />,
            ...[when(at), amount === null ? '–' : figure(amount, 'money').text, reason ?? t('person.no_reason')],
            ...[stage.name ?? '–', last_contact_at === null ? t('person.never') : day(last_contact_at, card.timezone)],
          ],
        }))}
        csv={() => ({
          name: t('person.refusals'),
          heads: [t('records.id'), ...heads],
          rows: card.refusals.map(({ id, name, at, amount, reason, stage, last_contact_at }) => [
            ...[id, name, at, amount, reason, stage.name, last_contact_at],
          ]),
        })}
      />
    </div>
  )
}

export function PersonDeals({ card }: { card: Scorecard }) {
  const { t, figure, day } = useFormat(card.currency)
  return (
    <>
      <Part title={t('person.deals')} hint={t('person.deals_hint')}>
        <DealsToDiscuss card={card} />
      </Part>
      {card.refusals.length > 0 && (
        <Part title={t('person.refusals')}>
          <Refusals card={card} />
        </Part>
      )}
      {card.promises.length > 0 && (
        <Part title={t('today.promises')}>
          <ul>
            {card.promises.map(({ id, deal, day: due, amount, kept }) => (
              <li key={id}>
                <RecordName kind="deals" id={deal.id} name={deal.name} />, {day(due)}
                {amount !== null && ` · ${figure(amount, 'money').text}`} ·{' '}
                <b>{t(kept === null ? 'today.kept_open' : kept ? 'today.kept' : 'today.broken')}</b>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}
