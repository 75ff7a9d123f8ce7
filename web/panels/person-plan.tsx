// Plans of a person with where they should be by now, and the pay of the month for those who may see it.
import type { Scorecard } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { Part } from '../kit/part.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './person-plan.module.css'

type Pay = NonNullable<Scorecard['pay']>

export function PayCard({ pay, currency }: { pay: Pay; currency: string }) {
  const { t, figure, share, language } = useFormat(currency)
  const { data: catalogue } = useCatalogue()
  const money = (value: number) => figure(value, 'money').text
  const name = (kpi: string) => catalogue?.find(({ id }) => id === kpi)?.name[language] ?? kpi
  return (
    <section className={`card ${css.card}`}>
      <h3>{t('person.pay')}</h3>
      <p className={css.figure}>{money(pay.total)}</p>
      <p className="small soft">
        {t('person.pay_of', { fixed: money(pay.fixed), bonus: money(pay.bonus) })}
        {pay.forecast !== null && ` ${t('person.pay_forecast', { money: money(pay.fixed + pay.forecast) })}`}
      </p>
      <ul className={css.list}>
        {pay.lines.map((line) => (
          <li key={line.kpi} className={css.line}>
            <span>{name(line.kpi)}</span>
            <span className="quiet">{line.attainment === null ? '' : share(line.attainment)}</span>
            <b>{line.pay === null ? '–' : money(line.pay)}</b>
          </li>
        ))}
        {pay.gates.map((gate) => (
          <li key={`gate-${gate.kpi}`} className={css.line}>
            <span>{name(gate.kpi)}</span>
            <span className="quiet">{t('person.gate')}</span>
            <b>{t(gate.passed === null ? 'why.no_cases' : gate.passed ? 'person.gate_passed' : 'person.gate_missed')}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function PersonPlan({ card }: { card: Scorecard }) {
  const { t, figure, share, language } = useFormat(card.currency)
  const { data: catalogue } = useCatalogue()
  const plans = card.plans.filter(({ target, actual }) => target !== null && target > 0 && actual !== null)
  if (plans.length === 0 && card.pay === null) return null
  return (
    <Part title={t('person.plans')} hint={t('person.plans_hint')}>
      <div className={css.cards}>
        {plans.length > 0 && (
          <div className={`card ${css.card}`}>
            <ul className={css.list}>
              {plans.map(({ metric, target, actual, expected_share: expected }) => {
                const entry = catalogue?.find(({ id }) => id === metric)
                const text = (value: number) => figure(value, entry?.unit ?? 'count').text
                const done = Math.min(1, Math.max(0, (actual ?? 0) / (target ?? 1)))
                return (
                  <li key={metric} className={css.plan} data-plan={metric}>
                    <span>{entry?.name[language] ?? metric}</span>
                    <span className={css.done}>
                      <b>{text(actual ?? 0)}</b>
                      <span className="quiet">
                        {' '}
                        {t('today.of', { plan: text(target ?? 0) })} · {share((actual ?? 0) / (target ?? 1))}
                      </span>
                    </span>
                    <span className={css.track} aria-hidden="true">
                      <span className={css.fill} style={{ width: `${done * 100}%` }} />
                      {expected !== null && <span className={css.expected} style={{ left: `${Math.min(1, expected) * 100}%` }} />}
                    </span>
                  </li>
                )
              })}
            </ul>
          </div>
        )}
        {card.pay && <PayCard pay={card.pay} currency={card.currency} />}
      </div>
    </Part>
  )
}
