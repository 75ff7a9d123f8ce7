// How much of their base each account manager talked to, with intervals on one scale.
import { useCatalogue } from '../api/use-kpis.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { Answered } from '../kit/answered.tsx'
import { Part } from '../kit/part.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import { LeagueTable } from './league-table.tsx'
import css from './speed-parts.module.css'

const kpi = 'base_coverage'

export function CoveragePart() {
  const { t } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const { data: catalogue } = useCatalogue()
  const entry = catalogue?.find(({ id }) => id === kpi)
  const answer = useKpiQuery({ kpis: [kpi], by: ['person'], ...view.shared }, isSeen && view.isReady)
  if (catalogue && !entry) return null
  return (
    <Part ref={place} title={t('clients.coverage')} hint={t('clients.coverage_hint')}>
      <Answered answer={answer} empty={({ rows }) => (rows.length === 0 ? t('table.empty') : null)}>
        {(data) => entry && <div className={`card ${css.card}`}>{<LeagueTable answer={data} entry={entry} dimension="person" />}</div>}
      </Answered>
    </Part>
  )
}
