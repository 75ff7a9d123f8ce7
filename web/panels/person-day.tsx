// The day of one person: norms and facts of yesterday and today, what waits for them, what is expected of them.
import type { Norm, TodayPerson } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { nameMember } from '../kit/member-name.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './person-day.module.css'

type Props = { day: TodayPerson; currency: string; isLarge?: boolean }
const present = new Set(['work', 'shift'])

export function NormLine({ norm, currency }: { norm: Norm; currency: string }) {
  const { figure, language, t } = useFormat(currency)
  const { data: catalogue } = useCatalogue()
  const entry = catalogue?.find(({ id }) => id === norm.kpi)
  const unit = entry?.unit ?? 'count'
  const text = (value: number | null) => (value === null ? '–' : figure(unit === 'count' ? Math.round(value * 10) / 10 : value, unit).text)
  const isMet = norm.plan !== null && norm.fact !== null && norm.fact >= norm.plan
  const done = norm.plan && norm.fact !== null ? Math.min(1, norm.fact / norm.plan) : isMet ? 1 : 0
  return (
    <div className={css.norm} data-norm={norm.kpi}>
      <span className={css.normName}>{entry?.name[language] ?? norm.kpi}</span>
      <span className={css.normFigure}>
        <b>{text(norm.fact)}</b>
        {norm.plan !== null && <span className="quiet"> {t('today.of', { plan: text(norm.plan) })}</span>}
      </span>
      <span className={css.track} aria-hidden="true">
        <span className={`${css.fill} ${isMet ? css.met : ''}`} style={{ width: `${done * 100}%` }} />
      </span>
    </div>
  )
}

export function Waiting({ day, currency }: { day: TodayPerson; currency: string }) {
  const { t, count, figure } = useFormat(currency)
  const { waiting, tasks, expected } = day
  const said = [
    ...(['leads', 'calls', 'chats'] as const).map((kind) => [`wait_${kind}`, waiting[kind], true] as const),
    ...(['overdue', 'today', 'without'] as const).map((kind) => [`task_${kind}`, tasks[kind], kind !== 'today'] as const),
  ].filter(([, number]) => number > 0)
  if (said.length === 0 && expected.deals === 0) return <p className="quiet">{t('today.clear')}</p>
  return (
    <ul className={css.waits}>
      {said.map(([key, number, isUrgent]) => (
        <li key={key} className={isUrgent ? css.urgent : css.calm}>
          {t(`today.${key}`, { count: number, text: count(number) })}
        </li>
      ))}
      {expected.deals > 0 && (
        <li className={css.calm}>
          {t('today.expected', { count: expected.deals, text: count(expected.deals) })}
          {expected.money !== null && ` · ${figure(expected.money, 'money').text}`}
        </li>
      )}
    </ul>
  )
}

export function Promises({ day, currency }: { day: TodayPerson; currency: string }) {
  const { t, figure, day: dateText } = useFormat(currency)
  if (day.promises.length === 0) return null
  return (
    <div>
      <h4 className={css.head}>{t('today.promises')}</h4>
      <ul className={css.promises}>
        {day.promises.map(({ deal, day: due, amount, kept }) => (
          <li key={`${deal.id} ${due}`}>
            {deal.name ?? deal.id}, {dateText(due)}
            {amount !== null && ` · ${figure(amount, 'money').text}`} ·{' '}
            <b>{t(kept === null ? 'today.kept_open' : kept ? 'today.kept' : 'today.broken')}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function PersonDay({ day, currency, isLarge = false }: Props) {
  const { t } = useFormat(currency)
  const isAway = !present.has(day.attendance)
  const norms = [
    { head: t('today.yesterday'), list: day.yesterday },
    { head: t('today.norm'), list: isAway ? [] : day.today },
  ]
    .map(({ head, list }) => ({ head, list: list.filter(({ plan, fact }) => plan !== 0 || fact !== 0) }))
    .filter(({ list }) => list.length > 0)
  return (
    <article className={`card ${css.card} ${isLarge ? css.large : ''} ${isAway ? css.away : ''}`} data-person={day.person.id}>
      <h3 className={css.name}>
        {nameMember(day.person, 'person', t)}
        {isAway && <span className={css.badge}>{t(`today.attendance_${day.attendance}`)}</span>}
      </h3>
      <div className={css.norms}>
        {norms.map(({ head, list }) => (
          <div key={head}>
            <h4 className={css.head}>{head}</h4>
            {list.map((norm) => (
              <NormLine key={norm.kpi} norm={norm} currency={currency} />
            ))}
          </div>
        ))}
      </div>
      <Waiting day={day} currency={currency} />
      <Promises day={day} currency={currency} />
    </article>
  )
}
