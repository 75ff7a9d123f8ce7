// What was trained in a talk, with its figure in the eight weeks before and since then: an effect is claimed only beyond chance.
import { useCatalogue } from '../api/use-kpis.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { useView } from '../api/use-view.ts'
import { judgeChange } from '../kit/judge-change.ts'
import { addDays } from '../kit/period.ts'
import { useFormat } from '../kit/use-format.ts'

type Props = { person: string; day: string; kpi: string; topic: string }
const weeks = 8
const soonest = 7

export function TrainingEffect({ person, day, kpi, topic }: Props) {
  const { today } = useView()
  const { data: catalogue } = useCatalogue()
  const entry = catalogue?.find(({ id }) => id === kpi)
  const isDue = addDays(day, soonest) <= today
  const where = { person: [person] }
  const kpis = entry ? [kpi] : []
  const before = useKpiQuery({ kpis, where, from: addDays(day, -7 * weeks), to: day }, isDue)
  const after = useKpiQuery({ kpis, where, from: addDays(day, 1), to: addDays(day, 1 + 7 * weeks) }, isDue)
  const { t, value, language } = useFormat(after.data?.currency)
  const name = entry?.name[language] ?? kpi
  const [was, now] = [before.data?.total[kpi], after.data?.total[kpi]]
  const abs = was?.value != null && now?.value != null ? now.value - was.value : null
  const verdict =
    entry && was && now
      ? judgeChange({ ...now, previous: was, change: { abs, rel: null, low: null, high: null } }, entry.better, entry.unit)
      : null
  return (
    <p>
      {t('talk.trained', { topic, name })}{' '}
      <span className="soft">
        {!isDue && t('talk.effect_soon')}
        {isDue && entry && was && now && t('talk.effect', { before: value(was, entry.unit), after: value(now, entry.unit) })}{' '}
        {isDue && verdict && t(`talk.effect_${verdict === 'better' || verdict === 'worse' ? verdict : 'unclear'}`)}
      </span>
    </p>
  )
}
