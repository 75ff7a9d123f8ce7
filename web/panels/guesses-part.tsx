// Проверьте, что мы угадали: pipelines, stages, refusal reasons, what counts as a sale, who sells, channels of sources, each with how
// many cases hang on it; all accepted in one click, one answered otherwise in its place.
import { Button, NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ResourceOutput } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useAcceptGuesses, useGuesses } from '../api/use-settings.ts'
import { Part } from '../kit/part.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './guesses-part.module.css'

type Guess = ResourceOutput<'guesses'>['guesses'][number]

const kinds = ['sale_event', 'pipeline', 'stage', 'reason', 'role', 'channel', 'line', 'field'] as const

/** What an answer is called. */
function nameOf(t: (key: string) => string, what: Guess['what'], value: string | null): string {
  if (what === 'sale_event') return t(`choice.sale_event.${value}.name`)
  if (what === 'role') return t(`guess.roles.${value}`)
  if (what === 'field') return value ?? t('guess.no_field')
  if (what === 'line' && value === null) return t('guess.no_channel')
  const words = {
    pipeline: 'pipeline_kind',
    stage: 'milestone',
    reason: 'member.lost_reason_group',
    channel: 'member.channel_group',
    line: 'member.channel_group',
  } as const
  return t(`${words[what]}.${value ?? 'none'}`)
}

type LineGiven = { guess: Guess; onAccept: () => void; onAnswer: (value: string | null) => void; isBusy: boolean }

function Line({ guess, onAccept, onAnswer, isBusy }: LineGiven) {
  const { t, count } = useFormat()
  const { what, name, of, cases, choices } = guess
  const data = choices.map(({ value, cases: own }) => ({
    value: value ?? '',
    label: own === null ? nameOf(t, what, value) : `${nameOf(t, what, value)} (${count(own)})`,
  }))
  return (
    <tr data-guess={guess.place}>
      <th scope="row">
        {what === 'sale_event' ? t('guess.sale') : what === 'field' ? t(`guess.target.${name.replace('.', '_')}`) : name}{' '}
        {of && <span className="quiet">{of}</span>}
      </th>
      <td>
        <NativeSelect
          size="xs"
          aria-label={t('guess.means')}
          data={data}
          value={guess.guess ?? ''}
          disabled={isBusy}
          onChange={(event) => onAnswer(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
      </td>
      <td className="number" data-label={t('guess.cases')}>
        {count(cases)}
      </td>
      <td className={css.actions}>
        <TextButton onClick={onAccept} isDisabled={isBusy}>
          {t('guess.right')}
        </TextButton>
      </td>
    </tr>
  )
}

export function GuessesPart() {
  const { t, count } = useFormat()
  const may = useMay()
  const { data } = useGuesses(may('guessesAccept'))
  const accept = useAcceptGuesses()
  const guesses = data?.guesses ?? []
  if (!may('guessesAccept') || guesses.length === 0) return null
  return (
    <Part
      title={t('guess.heading')}
      hint={t('guess.text')}
      aside={
        <Button size="sm" loading={accept.isPending} onClick={() => accept.mutate({})}>
          {t('guess.accept_all', { count: guesses.length, text: count(guesses.length) })}
        </Button>
      }
    >
      {kinds.map((what) => {
        const list = guesses.filter((guess) => guess.what === what)
        return list.length === 0 ? null : (
          <div key={what} className={`card ${css.card}`}>
            <table className="table">
              <caption className={css.caption}>{t(`guess.${what}`)}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('guess.name')}</th>
                  <th scope="col">{t('guess.means')}</th>
                  <th scope="col" className="number">
                    {t('guess.cases')}
                  </th>
                  <th scope="col">
                    <span className="visually-hidden">{t('guess.do')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.map((guess) => (
                  <Line
                    key={guess.place}
                    guess={guess}
                    isBusy={accept.isPending}
                    onAccept={() => accept.mutate({ places: [guess.place] })}
                    onAnswer={(value) => accept.mutate({ values: { [guess.place]: value } })}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )
      })}
    </Part>
  )
}

/** On a page of figures: they rest on guesses nobody has confirmed. */
export function GuessesNote() {
  const { t, count } = useFormat()
  const may = useMay()
  const { data } = useGuesses(may('guessesAccept'))
  const open = data?.guesses.filter(({ what }) => what !== 'field' && what !== 'line').length ?? 0
  if (open === 0) return null
  return (
    <p className={css.note} data-guesses={open}>
      <Link to="/data" className="inline-link">
        {t('guess.note', { count: open, text: count(open) })}
      </Link>
    </p>
  )
}
