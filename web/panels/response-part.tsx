// How fast leads are answered: the share answered by the time that passed, with its band and how many still waited.
import { useResponseCurve } from '../api/use-curves.ts'
import { usePageView } from '../api/use-view.ts'
import { CurvePicture } from '../charts/draw/curve-picture.tsx'
import { delayTicks } from '../charts/prepare/curve.ts'
import { answeredBy, happenedRows, prepareResponse } from '../charts/prepare/response-curve.ts'
import { Answered } from '../kit/answered.tsx'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

const casesMin = 20

export function ResponsePart() {
  const { t, figure, share, count } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = useResponseCurve(view.shared, isSeen && view.isReady)
  const time = (seconds: number) => figure(seconds, 'seconds').text
  return (
    <Part ref={place} title={t('speed.response')} hint={t('speed.response_hint')}>
      <Answered
        answer={answer}
        height={52}
        empty={({ curve }) => {
          const cases = curve[0]?.at_risk ?? 0
          return cases < casesMin ? t('state.needed', { count: casesMin - cases, text: count(casesMin - cases) }) : null
        }}
      >
        {(data) => {
          const told = delayTicks.flatMap((tick) => {
            const found = answeredBy(data, tick)
            return found ? [{ tick, ...found, waiting: data.curve.find((point) => point.t > tick)?.at_risk ?? 0 }] : []
          })
          const heads = [t('speed.within'), t('speed.answered'), t('table.interval'), t('speed.waiting')]
          return (
            <div className={`card ${css.card}`}>
              <CurvePicture
                name={t('speed.response')}
                text={`${t('speed.response')}: ${told.map(({ tick, value }) => `${time(tick)} – ${share(value)}`).join('; ')}`}
                model={prepareResponse(data, { time, share, count })}
                underName={t('speed.waiting')}
              />
              <PlainTable
                caption={t('speed.response')}
                heads={heads}
                rows={told.map(({ tick, value, low, high, waiting }) => ({
                  id: String(tick),
                  cells: [time(tick), share(value), low === null || high === null ? '–' : `${share(low)} – ${share(high)}`, count(waiting)],
                }))}
                csv={() => ({
                  name: t('speed.response'),
                  heads: [t('speed.seconds'), t('speed.answered'), t('table.low'), t('table.high'), t('speed.waiting')],
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
