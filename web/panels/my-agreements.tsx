// What the reader agreed with their lead and is open, the nearest day first.
import { useMay } from '../api/session.ts'
import { useOneOnOnes } from '../api/use-people.ts'
import { Part } from '../kit/part.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './agenda-part.module.css'

export function MyAgreements({ person }: { person: string }) {
  const { t, day } = useFormat()
  const may = useMay()
  const talks = useOneOnOnes(person, may('oneOnOnes'))
  const open = (talks.data ?? [])
    .flatMap(({ id, agreements, day: made, by }) =>
      agreements.map((agreement) => ({ ...agreement, key: `${id} ${agreement.id}`, made, by })),
    )
    .filter(({ kept }) => kept === null)
    .toSorted((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'))
  if (open.length === 0) return null
  return (
    <Part title={t('my_day.agreements')}>
      <div className={`card ${css.card}`}>
        <ul className={css.list}>
          {open.map(({ key, text, due, made, by }) => (
            <li key={key} className={css.item}>
              <span>
                {text}
                {due && <b> · {t('talk.until', { day: day(due) })}</b>}
              </span>
              <span className="small quiet">
                {day(made)}, {by}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Part>
  )
}
