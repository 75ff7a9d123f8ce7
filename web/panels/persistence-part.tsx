// How many attempts pay: the chance of a first talk on each, when to stop, who stops before; and on which contact sales happen.
import type { PersistenceCurveAnswer } from '../api/contract.ts'
import { useContactsCurve, usePersistenceCurve } from '../api/use-curves.ts'
import { usePageView } from '../api/use-view.ts'
import { BarsPicture } from '../charts/draw/bars-picture.tsx'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

const riskMin = 20
const barsMax = 10

function Attempts({ answer }: { answer: PersistenceCurveAnswer }) {
  const { t, share, count, span } = useFormat()
  const shown = answer.attempts.filter(({ at_risk }) => at_risk >= riskMin).slice(0, barsMax)
  const name = t('speed.persistence')
  const bars = shown.map(({ attempt, at_risk, chance }) => ({
    ...{ id: String(attempt), label: t('speed.attempt', { number: attempt }) },
    hint: t('speed.of_leads', { count: at_risk, text: count(at_risk) }),
    ...{ from: 0, to: chance.value ?? 0, low: chance.low, high: chance.high, text: share(chance.value ?? 0) },
    tone: answer.stop_after !== null && attempt > answer.stop_after ? ('quiet' as const) : ('mark' as const),
  }))
  const early = answer.people.filter((person) => person.early > 0).toSorted((a, b) => b.early - a.early)
  return (
    <>
      <p>{answer.stop_after === null ? t('speed.no_stop') : t('speed.stop', { count: answer.stop_after })}</p>
      <div className={css.pair}>
        <div className={`card ${css.card}`}>
          <BarsPicture name={name} text={`${name}: ${bars.map(({ label, text }) => `${label} – ${text}`).join('; ')}`} bars={bars} />
          <PlainTable
            caption={name}
            heads={[t('speed.attempt_head'), t('speed.chance'), t('table.interval'), t('speed.leads_head')]}
            rows={shown.map(({ attempt, at_risk, chance }) => ({
              id: String(attempt),
              cells: [t('speed.attempt', { number: attempt }), share(chance.value ?? 0), span(chance, 'ratio') ?? '–', count(at_risk)],
            }))}
            csv={() => ({
              name,
              heads: [t('speed.attempt_head'), t('speed.chance'), t('table.low'), t('table.high'), t('speed.leads_head')],
              rows: answer.attempts.map(({ attempt, at_risk, chance }) => [attempt, chance.value, chance.low, chance.high, at_risk]),
            })}
          />
        </div>
        {early.length > 0 && (
          <div className={`card ${css.card}`}>
            <h3>{t('speed.who')}</h3>
            <PlainTable
              caption={t('speed.who')}
              heads={[t('dimension.person'), t('speed.early'), t('speed.hammered'), t('speed.leads_head')]}
              rows={early.map(({ person, early: given, hammered, leads }) => ({
                id: person.id ?? '',
                cells: [
                  nameMember(person, 'person', t),
                  `${count(given)} (${share(leads > 0 ? given / leads : 0)})`,
                  ...[count(hammered), count(leads)],
                ],
              }))}
              csv={() => ({
                name: t('speed.who'),
                heads: [t('dimension.person'), t('speed.early'), t('speed.hammered'), t('speed.leads_head')],
                rows: early.map(({ person, early: given, hammered, leads }) => [person.name, given, hammered, leads]),
              })}
            />
          </div>
        )}
      </div>
    </>
  )
}

function ContactsLine() {
  const { t, share } = useFormat()
  const view = usePageView()
  const { data } = useContactsCurve(view.shared, view.isReady)
  if (!data || data.first.value === null || data.fifth.value === null) return null
  const { first, fifth, quoted } = data
  return (
    <p>
      {t('speed.contacts', {
        ...{ first: share(first.value ?? 0), fifth: share(fifth.value ?? 0) },
        ...{ quoted_first: share(quoted.first), quoted_fifth: share(quoted.fifth) },
      })}
    </p>
  )
}

export function PersistencePart() {
  const { t, count } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = usePersistenceCurve(view.shared, isSeen && view.isReady)
  return (
    <Part ref={place} title={t('speed.persistence')} hint={t('speed.persistence_hint')}>
      <Answered
        answer={answer}
        lines={5}
        height={40}
        empty={({ attempts }) => {
          const known = attempts[0]?.at_risk ?? 0
          return known < riskMin ? t('state.needed', { count: riskMin - known, text: count(riskMin - known) }) : null
        }}
      >
        {(data) => <Attempts answer={data} />}
      </Answered>
      {isSeen && <ContactsLine />}
    </Part>
  )
}
