// The funnel on the Compass: how far the cases of the pipeline that brings most money got, each stage a bar from zero.
import { useFunnel } from '../api/use-funnel.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { prepareFunnel } from '../charts/prepare/funnel.ts'
import { readMember } from '../charts/prepare/read-row.ts'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CompassCard } from './compass-card.tsx'
import css from './compass-cards.module.css'

export function CompassFunnel() {
  const { t, count, share } = useFormat()
  const view = usePageView()
  const earning = useKpiQuery({ kpis: ['revenue'], by: ['pipeline'], ...view.shared, order: 'revenue', limit: 1 }, view.isReady)
  const pipeline = readMember(earning.data?.rows[0], 'pipeline').id
  const answer = useFunnel({ ...view.shared, rule: 'reached', ...(pipeline ? { pipeline } : {}) }, view.isReady && !earning.isPending)
  const stages = (answer.data?.stages ?? []).filter(({ stage }) => stage.kind !== 'lost')
  if (answer.isError || (answer.data && stages.length === 0)) return null
  return (
    <CompassCard title={t('compass.funnel')} hint={answer.data?.pipeline?.name ?? null} to="/funnel" search={pipeline ? { pipeline } : {}}>
      {!answer.data && <LinesLoading count={5} height={28} label={t('state.loading')} />}
      <ol className={css.bars}>
        {prepareFunnel(stages, 'reached').map(({ stage, width }) => (
          <li key={stage.stage.id} className={css.bar}>
            <span className={css.barName}>{stage.stage.name}</span>
            <span className={css.track} aria-hidden="true">
              <span className={`${css.fill} ${stage.stage.kind === 'won' ? css.won : ''}`} style={{ width: `${width * 100}%` }} />
            </span>
            <b className={css.figure}>{count(stage.reached)}</b>
            <span className={`quiet ${css.share}`}>{stage.cumulative.value === null ? '' : share(stage.cumulative.value)}</span>
          </li>
        ))}
      </ol>
    </CompassCard>
  )
}
