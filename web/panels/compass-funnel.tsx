// The funnel on the Compass: how far the cases of the busiest pipeline got, each stage a bar from zero.
import { useFunnel } from '../api/use-funnel.ts'
import { usePageView } from '../api/use-view.ts'
import { prepareFunnel } from '../charts/prepare/funnel.ts'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CompassCard } from './compass-card.tsx'
import css from './compass-cards.module.css'

export function CompassFunnel() {
  const { t, count, share } = useFormat()
  const view = usePageView()
  const answer = useFunnel({ ...view.shared, rule: 'reached' }, view.isReady)
  const stages = (answer.data?.stages ?? []).filter(({ stage }) => stage.kind !== 'lost')
  if (answer.isError || (answer.data && stages.length === 0)) return null
  return (
    <CompassCard title={t('compass.funnel')} hint={answer.data?.pipeline?.name ?? null} to="/funnel">
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
