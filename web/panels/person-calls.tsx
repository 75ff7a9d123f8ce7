// Two calls to hear together: the best and the worst of the last weeks, with what was said and what was missed.
import { Link } from '@tanstack/react-router'
import type { ReviewedCall, Scorecard } from '../api/contract.ts'
import { Part } from '../kit/part.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './person-calls.module.css'

const present = 0.5

function CallCard({ pick, call, timezone }: { pick: 'best' | 'worst'; call: ReviewedCall; timezone: string }) {
  const { t, share, moment } = useFormat()
  const missed = call.steps.filter((step) => step.present < present)
  const said = call.steps.find(({ quote, present: found }) => quote !== null && found >= present)
  return (
    <article className={`card ${css.card}`} data-call={call.call}>
      <h3>
        {t(`person.call_${pick}`)} <span className="quiet">{share(call.score ?? 0)}</span>
      </h3>
      <p className="small soft">
        {moment(call.at, timezone)}
        {call.script.name && ` · ${call.script.name}`}
      </p>
      {said?.quote && <blockquote className={css.quote}>{said.quote}</blockquote>}
      <p>
        {missed.length === 0
          ? t('person.all_steps')
          : t('person.missed', { steps: missed.map(({ title, key }) => title ?? key).join(', ') })}
      </p>
      <Link to="/scripts" search={{ call: call.call }} className="inline-link">
        {t('person.open_call')}
      </Link>
    </article>
  )
}

export function PersonCalls({ card }: { card: Scorecard }) {
  const { t } = useFormat()
  return (
    <Part title={t('person.calls')}>
      {card.calls.length === 0 && <p className="soft">{t('person.no_calls')}</p>}
      <div className={css.cards}>
        {card.calls.map(({ pick, call }) => (
          <CallCard key={pick} pick={pick} call={call} timezone={card.timezone} />
        ))}
      </div>
    </Part>
  )
}
