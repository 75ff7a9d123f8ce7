// People on the Compass: who closes how much, with intervals, so that nobody is judged on noise.
import { useCatalogue } from '../api/use-kpis.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { IntervalStrip } from '../charts/draw/interval-strip.tsx'
import { prepareLeague } from '../charts/prepare/league.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { nameMember } from '../kit/member-name.ts'
import { cellOf } from '../kit/search-state.ts'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CompassCard } from './compass-card.tsx'
import css from './compass-cards.module.css'

const shown = 'win_rate'
const rowsMax = 7

export function CompassPeople() {
  const format = useFormat()
  const { t, language } = format
  const view = usePageView()
  const { data: catalogue = [] } = useCatalogue()
  const entry = catalogue.find(({ id }) => id === shown)
  const question = { kpis: [shown], by: ['person'], ...view.shared, where: { ...view.shared.where, role: ['seller'] }, rank: true }
  const answer = useKpiQuery(question, view.isReady && entry !== undefined)
  const league = answer.data ? prepareLeague(answer.data, shown, 'person') : null
  const rows = (league?.rows ?? []).filter(({ cell }) => cell.value !== null)
  if (!entry || answer.isError || (league && rows.length < 2)) return null
  return (
    <CompassCard title={t('compass.people')} hint={entry.name[language]} to="/people">
      {!league && <LinesLoading count={5} height={28} label={t('state.loading')} />}
      <ol className={css.bars}>
        {rows.slice(0, rowsMax).map(({ member, cell, strip, isSmall, rank }) => (
          <li key={member.id ?? ''} className={css.bar}>
            <span className={css.barName}>{nameMember(member, 'person', t)}</span>
            <IntervalStrip strip={strip} totalAt={league?.totalAt ?? null} isSmall={isSmall} />
            <FigureLink kpi={shown} cell={cellOf('person', member.id)} className={`inline-link ${css.figure}`}>
              {format.value(cell, entry.unit)}
            </FigureLink>
            <span className={`quiet ${css.share}`}>
              {rank && (rank.low === rank.high ? rank.low : t('table.place', { low: rank.low, high: rank.high }))}
            </span>
          </li>
        ))}
      </ol>
    </CompassCard>
  )
}
