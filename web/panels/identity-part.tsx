// Один и тот же клиент?: pairs of records of several systems, both sides beside one another with what they share. Joined or kept apart
// in one click, and taken back the same way.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../api/session.ts'
import { type IdentityPair, type IdentityState, useDecideIdentity, useIdentity } from '../api/use-identity.ts'
import { useSettings } from '../api/use-settings.ts'
import { PageTurner } from '../kit/page-turner.tsx'
import { Part } from '../kit/part.tsx'
import { ErrorState } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './identity-part.module.css'

const pageSize = 10
const states: readonly IdentityState[] = ['doubtful', 'joined', 'refused']

function Side({ side, shared }: { side: IdentityPair['a']; shared: readonly string[] }) {
  const { t, count } = useFormat()
  const bare = (phone: string) => phone.replace(/\D/g, '')
  const isShared = (text: string) =>
    shared.some((one) => one === text.toLowerCase().trim() || (bare(text).length >= 7 && one.endsWith(bare(text).slice(-7))))
  return (
    <td>
      <b>{side.name ?? side.id}</b> <span className="quiet">{side.source}</span>
      <ul className={css.facts}>
        {[...side.phones, ...side.emails].map((address) => (
          <li key={address}>{isShared(address) ? <mark>{address}</mark> : address}</li>
        ))}
        {side.of && <li>{side.of}</li>}
        <li className="quiet">{t('identity.cases', { count: side.cases, text: count(side.cases) })}</li>
      </ul>
    </td>
  )
}

function Line({ pair, timezone }: { pair: IdentityPair; timezone: string | undefined }) {
  const { t, moment } = useFormat()
  const may = useMay()
  const decide = useDecideIdentity()
  const { kind, a, b, state, why, methods, decided } = pair
  const say = (verdict: 'joined' | 'refused' | null) => () => decide.mutate({ kind, a: a.id, b: b.id, verdict })
  return (
    <tr data-pair={`${a.id} ${b.id}`}>
      <Side side={a} shared={pair.shared} />
      <Side side={b} shared={pair.shared} />
      <td>
        {t(`identity.kind.${kind}`)}
        {methods.length > 0 && `: ${methods.map((method) => t(`identity.method.${method}`)).join(', ')}`}
        {state === 'doubtful' && why && <p className="small quiet">{t(`identity.why.${why}`)}</p>}
        {decided && <p className="small quiet">{t('identity.decided', { by: decided.by, at: moment(decided.at, timezone) })}</p>}
      </td>
      <td>
        {may('identityDecide') && (
          <div className={css.actions}>
            {state !== 'joined' && (
              <TextButton onClick={say('joined')} isDisabled={decide.isPending}>
                {t('identity.join')}
              </TextButton>
            )}
            {state !== 'refused' && (
              <TextButton onClick={say('refused')} isDisabled={decide.isPending}>
                {t('identity.refuse')}
              </TextButton>
            )}
            {decided && (
              <TextButton onClick={say(null)} isDisabled={decide.isPending}>
                {t('identity.undo')}
              </TextButton>
            )}
          </div>
        )}
        {decide.isError && <p role="alert">{t('identity.failed')}</p>}
      </td>
    </tr>
  )
}

export function IdentityPart() {
  const { t, count } = useFormat()
  const may = useMay()
  const [state, setState] = useState<IdentityState>('doubtful')
  const [offset, setOffset] = useState(0)
  const { data: settings } = useSettings()
  const identity = useIdentity({ state, offset, limit: pageSize }, may('identity'))
  if (identity.isError && !identity.data) return <ErrorState error={identity.error} onRetry={() => void identity.refetch()} />
  const counts = identity.data?.counts ?? []
  const of = (one: IdentityState) => counts.reduce((sum, row) => sum + row[one], 0)
  if (!identity.data || states.every((one) => of(one) === 0)) return null
  const show = (one: string) => {
    setState(one as IdentityState)
    setOffset(0)
  }
  return (
    <Part
      title={t('identity.heading')}
      hint={t('identity.text')}
      aside={
        <SegmentedControl
          aria-label={t('identity.heading')}
          value={state}
          onChange={show}
          data={states.map((one) => ({ value: one, label: t(`identity.state.${one}`, { text: count(of(one)) }) }))}
        />
      }
    >
      {identity.data.pairs.length === 0 ? (
        <p className="soft">{t(`identity.none.${state}`)}</p>
      ) : (
        <div className={`card ${css.card} ${css.pairs}`}>
          <table className="table">
            <caption className="visually-hidden">{t('identity.heading')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('identity.one')}</th>
                <th scope="col">{t('identity.other')}</th>
                <th scope="col">{t('identity.common')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('guess.do')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {identity.data.pairs.map((pair) => (
                <Line key={`${pair.kind} ${pair.a.id} ${pair.b.id}`} pair={pair} timezone={settings?.timezone} />
              ))}
            </tbody>
          </table>
          <PageTurner offset={offset} size={pageSize} all={identity.data.count} onTurn={setOffset} />
        </div>
      )}
    </Part>
  )
}
