// Where the pipeline loses against its own best quarter, in money: bars with limits, then each with its tested candidate causes.
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Trans } from 'react-i18next'
import type { Bottleneck, BottlenecksAnswer } from '../api/contract.ts'
import { useBottlenecks } from '../api/use-explain.ts'
import { usePageView } from '../api/use-view.ts'
import { BarsPicture } from '../charts/draw/bars-picture.tsx'
import { worthwhile } from '../charts/prepare/bottlenecks.ts'
import { Answered } from '../kit/answered.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { nameMember } from '../kit/member-name.ts'
import { nameApart } from '../kit/name-apart.ts'
import { Part } from '../kit/part.tsx'
import { cellAcross, cellOf } from '../kit/search-state.ts'
import { TableFiles } from '../kit/table-files.tsx'
import { type Format, useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './bottleneck-money.module.css'

const losses = ['conversion', 'time'] as const
type Loss = (typeof losses)[number]
const barsMax = 6
const rowsMax = 10
const causesMax = 5

type ListProps = { list: readonly Bottleneck[]; format: Format }

function nowAndBest({ now, own_best, loss }: Bottleneck, { figure }: Format): [string, string] {
  const show = (found: number | null) => (found === null ? '–' : figure(found, loss === 'time' ? 'days' : 'ratio').text)
  return [show(now), show(own_best)]
}

function moneyRange({ low, high }: Bottleneck, { figure }: Format): string {
  return low === null || high === null ? '–' : `${figure(low, 'money').text} – ${figure(high, 'money').text}`
}

function LossSentence({ list, format }: ListProps) {
  const { t, figure, count } = format
  const first = list[0]
  const wins = (first?.gain_wins ?? 0) < 10 ? (first?.gain_wins ?? 0) : Math.round(first?.gain_wins ?? 0)
  if (!first || first.gain_money === null || first.gain_wins === null) return null
  const [now, best] = nowAndBest(first, format)
  return (
    <p>
      <Trans
        i18nKey={`bottleneck.${first.loss}`}
        count={Number(wins.toFixed(1))}
        values={{ stage: first.stage.name, now, best, money: figure(first.gain_money, 'money').text, wins: count(wins) }}
        components={{ b: <b /> }}
      />{' '}
      {(first.low ?? 0) <= 0 && t('bottleneck.unsure')}
    </p>
  )
}

function Causes({ bottleneck, format }: { bottleneck: Bottleneck; format: Format }) {
  const { t, count } = format
  if (bottleneck.causes.length === 0) return <span className="quiet">{t('bottleneck.no_causes')}</span>
  return (
    <ul className={css.causes}>
      {bottleneck.causes.slice(0, causesMax).map(({ dimension, value, label, effect, n }) => {
        const points = new Intl.NumberFormat(format.language, { maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(effect * 100)
        const name = nameMember({ id: value, name: label }, dimension, t)
        return (
          <li key={`${dimension} ${value}`}>
            <FigureLink kpi="stage_conversion" cell={cellAcross(['stage', bottleneck.stage.id], [dimension, value])}>
              {name}
            </FigureLink>
            <span className={effect < 0 ? css.worse : css.better}>
              {' '}
              {t(effect < 0 ? 'change.worse' : 'change.better')} {t('suffix.points', { value: points.replace('-', '−') })}
            </span>
            <span className="quiet"> · {t('sample.cases', { count: n, text: count(n) })}</span>
          </li>
        )
      })}
    </ul>
  )
}

function LossTable({ list, format, nameOf }: ListProps & { nameOf: (found: Bottleneck) => string | undefined }) {
  const { t, figure, count } = format
  const heads = [t('dimension.stage'), t('bottleneck.now'), t('bottleneck.best'), t('bottleneck.wins'), t('bottleneck.money')]
  const line = (bottleneck: Bottleneck) => {
    const { stage, loss, gain_wins, gain_money } = bottleneck
    const [now, best] = nowAndBest(bottleneck, format)
    return (
      <tr key={`${bottleneck.pipeline.id} ${stage.id}`}>
        <th scope="row" className={css.stage}>
          <FigureLink kpi={loss === 'time' ? 'stage_time_p50' : 'stage_conversion'} cell={cellOf('stage', stage.id)}>
            {stage.name}
          </FigureLink>
          {nameOf(bottleneck) && <span className={`small quiet ${css.range}`}>{nameOf(bottleneck)}</span>}
        </th>
        <td className="number" data-label={heads[1]}>
          {now}
        </td>
        <td className="number" data-label={heads[2]}>
          {best}
        </td>
        <td className="number" data-label={heads[3]}>
          {gain_wins === null ? '–' : count(gain_wins)}
        </td>
        <td className="number" data-label={heads[4]}>
          <b>{gain_money === null ? '–' : figure(gain_money, 'money').text}</b>
          <span className={`small quiet ${css.range}`}>{moneyRange(bottleneck, format)}</span>
        </td>
        <td className={css.causeCell}>
          <Causes bottleneck={bottleneck} format={format} />
        </td>
      </tr>
    )
  }
  return (
    <>
      <table className={`table ${css.losses}`}>
        <caption className="visually-hidden">{t('bottleneck.title')}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={index > 0 ? 'number' : undefined}>
                {head}
              </th>
            ))}
            <th scope="col">{t('bottleneck.causes')}</th>
          </tr>
        </thead>
        <tbody>{list.map(line)}</tbody>
      </table>
      <TableFiles
        table={() => ({
          name: t('bottleneck.title'),
          heads: [...heads, t('table.low'), t('table.high'), t('bottleneck.causes')],
          rows: list.map((found) => [
            ...[found.stage.name, found.now, found.own_best, found.gain_wins, found.gain_money, found.low, found.high],
            found.causes.map(({ label }) => label).join('; '),
          ]),
        })}
      />
    </>
  )
}

const isFirst = ({ id }: { id: string }, index: number, all: readonly { id: string }[]) =>
  all.findIndex((other) => other.id === id) === index

function Losses({ answer, loss }: { answer: BottlenecksAnswer; loss: Loss }) {
  const format = useFormat(answer.currency)
  const { t, figure } = format
  const list = worthwhile(answer.bottlenecks, loss).slice(0, rowsMax)
  const pipelines = new Map(nameApart(list.map(({ pipeline }) => pipeline).filter(isFirst)).map(({ id, name }) => [id, name]))
  const nameOf = ({ pipeline }: Bottleneck) => (pipelines.size > 1 ? pipelines.get(pipeline.id) : undefined)
  if (list.length === 0) return <p className="soft">{t('bottleneck.none')}</p>
  const bars = list.slice(0, barsMax).map((found) => {
    const [now, best] = nowAndBest(found, format)
    return {
      ...{
        id: `${found.pipeline.id} ${found.stage.id}`,
        label: found.stage.name,
        hint: [nameOf(found), t('bottleneck.now_best', { now, best })].filter(Boolean).join(' · '),
      },
      ...{ from: 0, to: found.gain_money ?? 0, low: found.low, high: found.high, tone: 'worse' as const },
      text: figure(found.gain_money ?? 0, 'money').text,
    }
  })
  const told = list.slice(0, barsMax).map((found, index) => `${found.stage.name}: ${bars[index]?.text} (${moneyRange(found, format)})`)
  return (
    <>
      <LossSentence list={list} format={format} />
      <div className={`card ${css.card}`}>
        <BarsPicture name={t('bottleneck.title')} text={`${t('bottleneck.title')}. ${told.join('; ')}`} bars={bars} />
        <LossTable list={list} format={format} nameOf={nameOf} />
      </div>
    </>
  )
}

/** Of one pipeline, or of all that sell when none was chosen. */
export function BottleneckMoney({ pipeline }: { pipeline: string | undefined }) {
  const { t } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const [loss, setLoss] = useState<Loss>('conversion')
  const answer = useBottlenecks({ ...view.shared, ...(pipeline ? { pipeline } : {}) }, isSeen && view.isReady)
  return (
    <Part
      ref={place}
      title={t('bottleneck.title')}
      hint={t('bottleneck.hint')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('bottleneck.loss')}
          value={loss}
          onChange={(value) => setLoss(value as Loss)}
          data={losses.map((value) => ({ value, label: t(`bottleneck.by_${value}`) }))}
        />
      }
    >
      <Answered answer={answer} lines={5} height={40}>
        {(data) => <Losses answer={data} loss={loss} />}
      </Answered>
    </Part>
  )
}
