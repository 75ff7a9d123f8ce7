// How long a deal takes: the share closed by the days that passed, with its band and how many were still open.
import { useCycleCurve } from '../api/use-curves.ts'
import { usePageView } from '../api/use-view.ts'
import { CurvePicture } from '../charts/draw/curve-picture.tsx'
import { prepareCycle } from '../charts/prepare/cycle-curve.ts'
import { answeredBy, happenedRows } from '../charts/prepare/response-curve.ts'
import { Answered } from '../kit/answered.tsx'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

const casesMin = 20

export function CyclePart() {
  const { t, figure, share, count } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = useCycleCurve(view.shared, isSeen && view.isReady)
  const days = (value: number) => figure(value, 'days').text
  const title = t('funnel.cycle')
  return (
    <Part ref={place} title={title} hint={t('funnel.cycle_hint')}>
      <Answered
        answer={answer}
        height={52}
        empty={({ curve }) => {
          const cases = curve[0]?.at_risk ?? 0
          return cases < casesMin ? t('state.needed', { count: casesMin - cases, text: count(casesMin - cases) }) : null
        }}
      >
        {(data) => {
          const { model, ticks } = prepareCycle(data, { days, share, count })
          const told = ticks.flatMap((tick) => {
            const found = answeredBy(data, tick)
            return found ? [{ tick, ...found, open: data.curve.find((point) => point.t > tick)?.at_risk ?? 0 }] : []
          })
          const heads = [t('speed.within'), t('funnel.bought'), t('table.interval'), t('funnel.open')]
          return (
            <div className={`card ${css.card}`}>
              <CurvePicture
                name={title}
                text={`${title}: ${told.map(({ tick, value }) => `${days(tick)} – ${share(value)}`).join('; ')}`}
                model={model}
                underName={t('funnel.open')}
              />
              <PlainTable
                caption={title}
                heads={heads}
                rows={told.map(({ tick, value, low, high, open }) => ({
                  id: String(tick),
                  cells: [days(tick), share(value), low === null || high === null ? '–' : `${share(low)} – ${share(high)}`, count(open)],
                }))}
                csv={() => ({
                  name: title,
                  heads: [t('funnel.days'), t('funnel.bought'), t('table.low'), t('table.high'), t('funnel.open')],
                  rows: happenedRows(data.curve),
                })}
              />
            </div>
          )
        }}
      </Answered>
    </Part>
  )
}
