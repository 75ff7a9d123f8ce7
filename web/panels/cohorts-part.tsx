// Who came back: cohorts by the month of the first purchase as a heat map, the same as a table, and what a customer is worth.
import type { CltvAnswer, CohortsAnswer } from '../api/contract.ts'
import { useFacts } from '../api/use-facts.ts'
import { usePageView } from '../api/use-view.ts'
import { HeatPicture } from '../charts/draw/heat-picture.tsx'
import { prepareCohorts } from '../charts/prepare/cohorts.ts'
import { Answered } from '../kit/answered.tsx'
import { localeOf } from '../kit/format-figure.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

/** A year of cohorts, whatever period the page shows: younger ones say little. */
const last = '365d'

function useYear<Answer>(path: string, isAsked: boolean) {
  const view = usePageView()
  const where = view.shared.where ? { where: view.shared.where } : {}
  return useFacts<Answer>(path, { last, ...where }, isAsked && view.isReady)
}

function Cohorts({ answer }: { answer: CohortsAnswer }) {
  const { t, share, count, figure, language } = useFormat(answer.currency)
  const money = (amount: number) => figure(amount, 'money').text
  const { rows, ages, marks, cells } = prepareCohorts(answer)
  const named = new Intl.DateTimeFormat(localeOf(language), { month: 'short', year: '2-digit', timeZone: 'UTC' })
  const month = (cohort: string) => named.format(new Date(`${cohort}-01T00:00:00Z`))
  const heads = [t('clients.cohort'), t('clients.age'), t('clients.came_back'), t('clients.active'), t('clients.revenue')]
  return (
    <div className={`card ${css.card}`}>
      <HeatPicture
        name={t('clients.cohorts')}
        text={t('clients.cohorts_hint')}
        left={104}
        everyColumn={2}
        rows={rows.map(({ cohort, customers }) => ({ id: cohort, text: `${month(cohort)} · ${count(customers)}` }))}
        columns={ages.map((age) => ({ id: String(age), text: String(age) }))}
        marks={marks.map(({ cohort, age, rate, isSmall, strength }) => ({
          ...{ row: cohort, column: String(age), strength, isSmall },
          text: String(Math.round(rate * 100)),
          title: `${month(cohort)}, ${t('clients.age')} ${age}: ${share(rate)}`,
        }))}
      />
      <p className="small quiet">{t('clients.cohorts_legend')}</p>
      <PlainTable
        caption={t('clients.cohorts')}
        heads={heads}
        rows={cells.slice(0, 12).map(({ cohort, age, rate, active, revenue }) => ({
          id: `${cohort} ${age}`,
          cells: [month(cohort), count(age), share(rate), count(active), money(revenue)],
        }))}
        csv={() => ({
          name: t('clients.cohorts'),
          heads,
          rows: cells.map(({ cohort, age, rate, active, revenue }) => [cohort, age, rate, active, revenue]),
        })}
      />
    </div>
  )
}

export function CohortsPart() {
  const { t } = useFormat()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = useYear<CohortsAnswer>('/cohorts', isSeen)
  return (
    <Part ref={place} title={t('clients.cohorts')} hint={t('clients.cohorts_hint')}>
      <Answered answer={answer} lines={8} height={30} empty={({ cohorts }) => (cohorts.length === 0 ? t('table.empty') : null)}>
        {(data) => <Cohorts answer={data} />}
      </Answered>
    </Part>
  )
}

function Worth({ answer }: { answer: CltvAnswer }) {
  const { t, figure, count } = useFormat(answer.currency)
  const money = (amount: number) => figure(amount, 'money').text
  const { mean, observed } = answer
  const seen = observed.filter(({ value }) => value.value !== null)
  return (
    <div className={`card ${css.card}`}>
      <p>
        {mean.value === null
          ? t('clients.worth_few')
          : t('clients.worth_mean', { value: money(mean.value), low: money(mean.low ?? 0), high: money(mean.high ?? mean.value) })}
      </p>
      {seen.length > 0 && (
        <PlainTable
          caption={t('clients.worth')}
          heads={[t('clients.age'), t('clients.worth_seen'), t('table.cases')]}
          rows={seen.map(({ age_months, value }) => ({
            id: String(age_months),
            cells: [count(age_months), money(value.value ?? 0), count(value.n)],
          }))}
          csv={() => ({
            name: t('clients.worth'),
            heads: [t('clients.age'), t('clients.worth_seen'), t('table.cases')],
            rows: seen.map(({ age_months, value }) => [age_months, value.value, value.n]),
          })}
        />
      )}
    </div>
  )
}

export function WorthPart() {
  const { t } = useFormat()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = useYear<CltvAnswer>('/cltv', isSeen)
  return (
    <Part ref={place} title={t('clients.worth')} hint={t('clients.worth_hint')}>
      <Answered answer={answer} lines={3} empty={({ customers }) => (customers === 0 ? t('table.empty') : null)}>
        {(data) => <Worth answer={data} />}
      </Answered>
    </Part>
  )
}
