// One talk that was: what was agreed and whether it was kept, what was trained and what came of it, notes for who wrote them.
import type { Agreement, OneOnOne } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useChangeTalk, useRemoveTalk } from '../api/use-people.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './talk-card.module.css'
import { TrainingEffect } from './training-effect.tsx'

function AgreementLine({ talk, agreement }: { talk: OneOnOne; agreement: Agreement }) {
  const { t, day } = useFormat()
  const may = useMay()
  const change = useChangeTalk()
  const mark = (kept: boolean | null) =>
    change.mutate({
      id: talk.id,
      agreements: talk.agreements.map(({ id, text, due, kept: now }) => ({ id, text, due, kept: id === agreement.id ? kept : now })),
    })
  const state = agreement.kept === null ? 'open' : agreement.kept ? 'kept' : 'broken'
  return (
    <li className={css.line} data-agreement={state}>
      <span>
        {agreement.text}
        {agreement.due && <span className="quiet"> · {t('talk.until', { day: day(agreement.due) })}</span>}
      </span>
      <span className={`${css.state} ${css[state]}`}>{t(`talk.state_${state}`)}</span>
      {may('oneOnOnePatch') && (
        <span className={css.marks}>
          {agreement.kept === null ? (
            <>
              <TextButton isDisabled={change.isPending} onClick={() => mark(true)}>
                {t('talk.mark_kept')}
              </TextButton>
              <TextButton isDisabled={change.isPending} onClick={() => mark(false)}>
                {t('talk.mark_broken')}
              </TextButton>
            </>
          ) : (
            <TextButton isQuiet isDisabled={change.isPending} onClick={() => mark(null)}>
              {t('today.take_back')}
            </TextButton>
          )}
        </span>
      )}
    </li>
  )
}

export function TalkCard({ talk }: { talk: OneOnOne }) {
  const { t, day } = useFormat()
  const remove = useRemoveTalk()
  return (
    <article className={`card ${css.card}`} data-talk={talk.id}>
      <h3>
        {day(talk.day)} <span className={`quiet ${css.by}`}>{talk.by}</span>
      </h3>
      {talk.agreements.length > 0 && (
        <ul className={css.list}>
          {talk.agreements.map((agreement) => (
            <AgreementLine key={agreement.id} talk={talk} agreement={agreement} />
          ))}
        </ul>
      )}
      {talk.training.map(({ kpi, topic }) => (
        <TrainingEffect key={`${kpi} ${topic}`} person={talk.person.id ?? ''} day={talk.day} kpi={kpi} topic={topic} />
      ))}
      {talk.notes && (
        <p className={css.notes}>
          <span className="small quiet">{t('talk.notes')}</span>
          {talk.notes}
        </p>
      )}
      {talk.own && (
        <TextButton isQuiet isDisabled={remove.isPending} onClick={() => remove.mutate(talk.id)}>
          {t('talk.remove')}
        </TextButton>
      )}
    </article>
  )
}
