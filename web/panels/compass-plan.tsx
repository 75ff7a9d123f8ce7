// What the Compass says of the month first: whether the plan will be made, how much is missing, and how sure that is.
import type { UseQueryResult } from '@tanstack/react-query'
import { Trans } from 'react-i18next'
import type { Answer } from '../api/contract.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { useView } from '../api/use-view.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { askPeriod } from '../kit/period.ts'
import { askWhere } from '../kit/search-state.ts'
import { Sentence } from '../kit/sentence.tsx'
import { useFormat } from '../kit/use-format.ts'

const metric = 'revenue'
const kpis = ['plan_target', 'plan_attainment', 'plan_gap', 'plan_probability']
/** From here on a chance is called likely, below its counterpart unlikely. */
const likely = 0.7
const unlikely = 0.3

/** Asked with the first figures: what comes later would push them down. */
export function useMonthPlan(): UseQueryResult<Answer> {
  const view = useView()
  const { cell: _cell, ...page } = view.search
  const month = askPeriod({ preset: 'month' }, view.today)
  return useKpiQuery({ kpis, ...month, where: { ...askWhere(page), metric: [metric] } }, view.isReady)
}

/** Silent without a plan of revenue for this month. */
export function CompassPlan() {
  const answer = useMonthPlan()
  const { share, figure } = useFormat(answer.data?.currency)
  const total = answer.data?.total
  const target = total?.plan_target?.value ?? null
  const done = total?.plan_attainment?.value ?? null
  const gap = total?.plan_gap?.value ?? null
  const chance = total?.plan_probability?.value ?? null
  if (target === null || target === 0 || done === null) return null
  const verdict = chance === null ? 'unknown' : chance >= likely ? 'likely' : chance <= unlikely ? 'unlikely' : 'open'
  return (
    <Sentence>
      <Trans
        i18nKey={gap !== null && gap <= 0 ? 'compass.plan_done' : `compass.plan_${verdict}`}
        values={{ done: share(done), gap: figure(gap ?? 0, 'money').text, chance: share(chance ?? 0) }}
        components={{ b: <b />, f: <FigureLink kpi="plan_attainment" />, g: <FigureLink kpi="plan_gap" /> }}
      />
    </Sentence>
  )
}
