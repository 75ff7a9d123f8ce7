// What became of the calls scored in a row: how many, the last score, and those that could not be kept.
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './call-review.module.css'
import type { Scoring } from './use-scoring.ts'

export function ScoringNote({ scoring }: { scoring: Scoring }) {
  const { t, share, count } = useFormat()
  const { scored, save } = scoring
  const kept = scored.filter(({ state }) => state === 'saved')
  const last = kept.at(-1)
  const waits = scored.filter(({ state }) => state === 'saving').length
  if (scored.length === 0) return null
  return (
    <div className={css.note} data-saved={kept.length}>
      <span role="status">
        {kept.length > 0 && t('scripts.scored', { count: kept.length, text: count(kept.length) })}{' '}
        {last && t('scripts.last_score', { client: last.client, score: last.score === null ? '–' : share(last.score) })}{' '}
        {waits > 0 && t('scripts.saving', { count: waits, text: count(waits) })}
      </span>
      {scored
        .filter(({ state }) => state === 'failed')
        .map(({ review, client }) => (
          <span key={review.call} role="alert">
            {t('scripts.failed_one', { client })} <TextButton onClick={() => save(review, client)}>{t('scripts.again')}</TextButton>
          </span>
        ))}
    </div>
  )
}
