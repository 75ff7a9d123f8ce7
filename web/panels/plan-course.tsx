// One plan to its end: the course with its band, what would raise the chance, and what a working day must bring.
import type { PlanProgress } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useTakeNorms } from '../api/use-plans.ts'
import { BarsPicture } from '../charts/draw/bars-picture.tsx'
import { CurvePicture } from '../charts/draw/curve-picture.tsx'
import { prepareBurnUp } from '../charts/prepare/burn-up.ts'
import { PlainTable } from '../kit/plain-table.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { type Format, useFormat } from '../kit/use-format.ts'
import css from './speed-parts.module.css'

type Props = { progress: PlanProgress; currency: string }

function Levers({ progress, format }: { progress: PlanProgress; format: Format }) {
  const { t, share } = format
  const now = progress.probability.value ?? 0
  const bars = progress.levers.flatMap(({ lever, step, probability }) =>
    probability === null
      ? []
      : [
          {
            ...{ id: lever, from: 0, to: probability, low: null, high: null, tone: 'mark' as const, text: share(probability) },
            label: t(`plans.lever_${lever}`, { step: share(step), days: step, defaultValue: lever }),
          },
        ],
  )
  if (bars.length === 0) return null
  const all = [
    { id: 'now', label: t('plans.as_is'), from: 0, to: now, low: null, high: null, tone: 'quiet' as const, text: share(now) },
    ...bars,
  ]
  return (
    <div className={`card ${css.card}`}>
      <h3>{t('plans.levers')}</h3>
      <BarsPicture name={t('plans.levers')} text={all.map(({ label, text }) => `${label}: ${text}`).join('; ')} bars={all} />
    </div>
  )
}

function Needed({ progress, format }: { progress: PlanProgress; format: Format }) {
  const { t, count, language } = format
  const may = useMay()
  const take = useTakeNorms()
  const { data: catalogue } = useCatalogue()
  if (progress.needed.length === 0) return null
  const name = (id: string) =>
    catalogue?.find((entry) => entry.id === id)?.name[language] ?? t(`plans.activity_${id}`, { defaultValue: id })
  const heads = [t('plans.activity'), t('plans.per_day'), t('plans.now_per_day')]
  return (
    <div className={`card ${css.card}`}>
      <h3>{t('plans.needed')}</h3>
      <PlainTable
        caption={t('plans.needed')}
        heads={heads}
        rows={progress.needed.map(({ activity, per_workday, now_per_workday }) => ({
          id: activity,
          cells: [name(activity), count(per_workday), now_per_workday === null ? '–' : count(now_per_workday)],
        }))}
        csv={() => ({
          name: t('plans.needed'),
          heads,
          rows: progress.needed.map(({ activity, per_workday, now_per_workday }) => [name(activity), per_workday, now_per_workday]),
        })}
      />
      {may('planNorms') && !take.isSuccess && (
        <TextButton isDisabled={take.isPending} onClick={() => take.mutate(progress.plan.id)}>
          {t('plans.take_norms')}
        </TextButton>
      )}
      {take.isSuccess && <p role="status">{t('plans.norms_taken')}</p>}
      {take.isError && <p role="alert">{t('problem.unknown.title')}</p>}
    </div>
  )
}

export function PlanCourse({ progress, currency }: Props) {
  const format = useFormat(currency)
  const { t, figure } = format
  const { data: catalogue } = useCatalogue()
  const unit = catalogue?.find(({ id }) => id === progress.metric)?.unit ?? 'count'
  const amount = (value: number) => figure(unit === 'count' ? Math.round(value) : value, unit).text
  const dayText = (text: string) => format.bucket(text)
  const end = progress.bands.at(-1)
  return (
    <>
      {end && progress.bands.length > 1 && (
        <div className={`card ${css.card}`}>
          <h3>{t('plans.course')}</h3>
          <p className="soft">{t('plans.lands', { middle: amount(end.p50), low: amount(end.p10), high: amount(end.p90) })}</p>
          <CurvePicture
            name={t('plans.course')}
            text={t('plans.lands', { middle: amount(end.p50), low: amount(end.p10), high: amount(end.p90) })}
            model={prepareBurnUp(progress, { day: dayText, amount })}
          />
          <PlainTable
            caption={t('plans.course')}
            heads={[t('plans.day'), t('plans.middle'), t('table.low'), t('table.high')]}
            rows={progress.bands.map(({ day, p10, p50, p90 }) => ({
              id: day,
              cells: [dayText(day), amount(p50), amount(p10), amount(p90)],
            }))}
            csv={() => ({
              name: t('plans.course'),
              heads: [t('plans.day'), t('plans.middle'), t('table.low'), t('table.high')],
              rows: progress.bands.map(({ day, p10, p50, p90 }) => [day, p50, p10, p90]),
            })}
          />
        </div>
      )}
      <div className={css.pair}>
        <Levers progress={progress} format={format} />
        <Needed progress={progress} format={format} />
      </div>
    </>
  )
}
