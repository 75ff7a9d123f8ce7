// What a late answer costs here: the odds of winning against the quickest answers, the marks, and the hours nobody covers, in money.
import type { SpeedCurveAnswer } from '../api/contract.ts'
import { useSpeedCurve } from '../api/use-curves.ts'
import { usePageView } from '../api/use-view.ts'
import { CurvePicture } from '../charts/draw/curve-picture.tsx'
import { prepareSpeed } from '../charts/prepare/speed-odds.ts'
import { Answered } from '../kit/answered.tsx'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { type Format, useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

const marks = ['900', '3600'] as const

function CostSentence({ answer, format }: { answer: SpeedCurveAnswer; format: Format }) {
  const { t, figure, span, count } = format
  const told = marks.flatMap((mark) => {
    const cell = answer.marks[mark]
    if (!cell || cell.value === null) return []
    const isSure = (cell.low ?? 0) > 1
    const times = figure(cell.value, 'index').text
    return [
      t(isSure ? 'speed.mark' : 'speed.mark_unsure', { time: figure(Number(mark), 'seconds').text, times, range: span(cell, 'index') }),
    ]
  })
  const { hours, leads, gain_wins, gain_money } = answer.uncovered
  return (
    <>
      <p>{told.join(' ')}</p>
      {leads > 0 && gain_wins !== null && gain_money !== null && (
        <p>
          {t('speed.uncovered', {
            ...{ hours: count(hours), leads: count(leads), wins: count(Math.round(gain_wins)) },
            money: figure(gain_money, 'money').text,
          })}
        </p>
      )}
      <p className="small quiet">{t('speed.association')}</p>
    </>
  )
}

function Odds({ answer }: { answer: SpeedCurveAnswer }) {
  const format = useFormat(answer.currency)
  const { t, figure, count } = format
  const time = (seconds: number) => figure(seconds, 'seconds').text
  const times = (value: number) => `×${figure(value, 'index').text}`
  const heads = [t('speed.delay'), t('speed.odds'), t('table.interval'), t('table.cases')]
  const name = t('speed.curve')
  const cases = (value: number) => t('sample.cases', { count: value, text: count(value) })
  return (
    <>
      <CostSentence answer={answer} format={format} />
      <div className={`card ${css.card}`}>
        <CurvePicture
          name={name}
          text={`${name}: ${answer.points.map(({ delay_s, odds }) => `${time(delay_s)} – ${times(odds)}`).join('; ')}`}
          model={prepareSpeed(answer, { time, times, count: cases })}
        />
        <PlainTable
          caption={name}
          heads={heads}
          rows={answer.points.map(({ delay_s, odds, low, high, n }) => ({
            id: String(delay_s),
            cells: [time(delay_s), times(odds), low === null || high === null ? '–' : `${times(low)} – ${times(high)}`, count(n)],
          }))}
          csv={() => ({
            name,
            heads: [t('speed.seconds'), t('speed.odds'), t('table.low'), t('table.high'), t('table.cases')],
            rows: answer.points.map(({ delay_s, odds, low, high, n }) => [delay_s, odds, low, high, n]),
          })}
        />
      </div>
    </>
  )
}

export function SpeedCurvePart() {
  const { t } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = useSpeedCurve(view.shared, isSeen && view.isReady)
  return (
    <Part ref={place} title={t('speed.curve')} hint={t('speed.curve_hint')}>
      <Answered answer={answer} height={52} empty={({ points }) => (points.length < 2 ? t('speed.curve_empty') : null)}>
        {(data) => <Odds answer={data} />}
      </Answered>
    </Part>
  )
}
