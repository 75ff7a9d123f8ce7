// What a script being written hears now: each phrase with how many of the latest calls have it and the places themselves.
import { Link } from '@tanstack/react-router'
import type { ScriptTried } from '../api/contract.ts'
import { nameMember } from '../kit/member-name.ts'
import { useFormat } from '../kit/use-format.ts'
import type { ScriptForm } from './script-form.ts'
import css from './scripts.module.css'

type Props = { tried: ScriptTried | undefined; form: ScriptForm; isOld: boolean; timezone: string }
type Phrase = ScriptTried['parts'][number]['phrases'][number]

function PhraseRow({ phrase, calls, timezone }: { phrase: Phrase; calls: number; timezone: string }) {
  const { t, count, moment } = useFormat()
  return (
    <li data-phrase={phrase.phrase} data-calls={phrase.calls}>
      <details>
        <summary className={phrase.calls === 0 ? css.unheard : undefined}>
          <span className={css.grow}>«{phrase.phrase}»</span>
          <span className="number">{t('script_edit.of', { heard: count(phrase.calls), calls: count(calls) })}</span>
        </summary>
        {phrase.examples.length === 0 && <p className="small soft">{t('script_edit.nowhere')}</p>}
        {phrase.examples.map(({ call, at, person, quote }) => (
          <blockquote key={call} className={css.quote}>
            {quote}
            <Link to="/scripts" search={{ call }} className={`inline-link small ${css.place}`}>
              {[nameMember(person, 'person', t), moment(at, timezone)].join(' · ')}
            </Link>
          </blockquote>
        ))}
      </details>
    </li>
  )
}

export function ScriptPreview({ tried, form, isOld, timezone }: Props) {
  const { t, count } = useFormat()
  if (!tried) return <p className="soft">{t('script_edit.preview_wait')}</p>
  if (tried.calls === 0) return <p className="soft">{t('script_edit.no_calls')}</p>
  const titleOf = (key: string) => [...form.steps, ...form.objections].find((part) => part.key === key)?.title || key
  const shown = tried.parts.filter(({ phrases }) => phrases.length > 0)
  return (
    <div className={css.preview} data-old={isOld} data-tried={tried.calls}>
      <p className="soft" role="status">
        {t('script_edit.tried', { count: tried.calls, text: count(tried.calls) })}
      </p>
      {shown.map(({ key, phrases }) => (
        <section key={key}>
          <h3>{titleOf(key)}</h3>
          <ul className={css.phrases}>
            {phrases.map((phrase) => (
              <PhraseRow key={phrase.phrase} phrase={phrase} calls={tried.calls} timezone={timezone} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
