// What reviewers wrote on a person's calls, latest first: the step, how far it was heard, and the words.
import { Link } from '@tanstack/react-router'
import { useReviews } from '../api/use-reviews.ts'
import { Answered } from '../kit/answered.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './person-calls.module.css'

const shown = 10

export function CallComments({ person }: { person: string }) {
  const { t, moment, share } = useFormat()
  const answer = useReviews({ person, limit: 50 })
  const remarks = (calls: NonNullable<typeof answer.data>) =>
    calls.flatMap(({ call, at, score, steps, objections, reviewer }) => {
      const said = [...steps, ...objections].filter(({ comment }) => comment !== null)
      return said.length === 0 ? [] : [{ call, at, score, reviewer, said }]
    })
  return (
    <Answered answer={answer} lines={2} height={72} empty={(calls) => (remarks(calls).length === 0 ? t('my_day.no_comments') : null)}>
      {(calls) => (
        <div className={css.cards}>
          {remarks(calls)
            .slice(0, shown)
            .map(({ call, at, score, reviewer, said }) => (
              <article key={call} className={`card ${css.card}`} data-call={call}>
                <p className="small soft">
                  {moment(at)}
                  {reviewer.name && ` · ${reviewer.name}`}
                  {score !== null && ` · ${share(score)}`}
                </p>
                {said.map(({ key, title, comment }) => (
                  <p key={key}>
                    <b>{title ?? key}:</b> {comment}
                  </p>
                ))}
                <Link to="/scripts" search={{ call }} className="inline-link">
                  {t('person.open_call')}
                </Link>
              </article>
            ))}
        </div>
      )}
    </Answered>
  )
}
