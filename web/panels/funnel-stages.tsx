// The stages of one pipeline as rows: how many, what became of them, which part went on, how long it took.
import type { FunnelAnswer } from '../api/contract.ts'
import { IntervalStrip } from '../charts/draw/interval-strip.tsx'
import { OutcomeBar } from '../charts/draw/outcome-bar.tsx'
import { outcomeKey, outcomes, prepareFunnel, type StageRow } from '../charts/prepare/funnel.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { cellOf } from '../kit/search-state.ts'
import { TableFiles } from '../kit/table-files.tsx'
import { type Format, useFormat } from '../kit/use-format.ts'
import css from './funnel-stages.module.css'

const daySeconds = 86_400

/** Clock days; what is over within a day is said in hours and minutes. */
function stayText(days: number, format: Format): string {
  return days < 1 ? format.figure(days * daySeconds, 'seconds').text : format.figure(days, 'days').text
}

function StageLine({ row, answer, format }: { row: StageRow; answer: FunnelAnswer; format: Format }) {
  const { stage } = row
  const { rule } = answer
  const { t, count } = format
  const { conversion } = stage
  const strip = conversion.value === null ? null : { value: conversion.value, low: conversion.low, high: conversion.high }
  const cell = cellOf('stage', stage.stage.id)
  const reachedFigure = stage.stage.kind === 'lost' ? 'funnel_lost_reached' : 'stage_reached'
  return (
    <tr className={row.isFinal ? css.final : undefined} data-stage={stage.stage.id}>
      <th scope="row" className={css.name}>
        {stage.stage.name}
      </th>
      <td className={css.barCell}>
        <span className={css.bar} aria-hidden="true">
          <span className={`${css.fill} ${css[stage.stage.kind] ?? ''}`} style={{ width: `${row.width * 100}%` }} />
        </span>
        {row.outcomes.length > 0 && <OutcomeBar parts={row.outcomes} />}
        {row.outcomes.length > 0 && (
          <span className={css.outcomes}>
            {row.outcomes.map(({ outcome, count: number }) => (
              <FigureLink key={outcome} kpi={`funnel_${outcome}`} cell={cell} className={css.outcome}>
                <span className={`${css.key} ${css[outcome]}`} aria-hidden="true" />
                {t(outcomeKey(outcome, answer.pipeline?.kind))} <b>{count(number)}</b>
              </FigureLink>
            ))}
          </span>
        )}
      </td>
      <td className={`number ${css.count}`}>
        <FigureLink kpi={rule === 'strict' ? 'stage_entries' : reachedFigure} cell={cell}>
          {count(rule === 'strict' ? stage.entries : stage.reached)}
        </FigureLink>
      </td>
      <td className={css.conversion} data-label={row.isFinal ? undefined : t('funnel.conversion')}>
        {row.isFinal ? null : (
          <>
            {conversion.value === null ? (
              <span className="quiet">{t(`why.${conversion.why}`)}</span>
            ) : (
              <FigureLink kpi={rule === 'strict' ? 'stage_conversion' : 'funnel_conversion'} cell={cell}>
                <b>{format.value(conversion, 'ratio')}</b>
              </FigureLink>
            )}
            {conversion.value !== null && <IntervalStrip strip={strip} totalAt={null} isSmall={conversion.n < 20} />}
            <span className="small quiet">{format.range(conversion, 'ratio')}</span>
          </>
        )}
      </td>
      <td className="number">{stage.cumulative.value === null ? '–' : format.value(stage.cumulative, 'ratio')}</td>
      <td className={`number ${css.time}`}>
        {row.isFinal ? '' : stage.time_p50.value === null ? '–' : stayText(stage.time_p50.value, format)}
      </td>
    </tr>
  )
}

export function FunnelStages({ answer }: { answer: FunnelAnswer }) {
  const format = useFormat(answer.currency)
  const { t } = format
  const rows = prepareFunnel(answer.stages, answer.rule)
  const csv = () => ({
    name: `${answer.pipeline?.name ?? t('room.funnel')} ${answer.from} ${answer.to}`,
    heads: [
      t('dimension.stage'),
      t('funnel.entries'),
      t('funnel.reached'),
      ...outcomes.map((outcome) => t(outcomeKey(outcome, answer.pipeline?.kind))),
      t('funnel.conversion'),
    ],
    rows: answer.stages.map((stage) => [
      stage.stage.name,
      stage.entries,
      stage.reached,
      ...outcomes.map((outcome) => stage[outcome]),
      stage.conversion.value,
    ]),
  })
  return (
    <div className={`card ${css.card}`}>
      <table className={`table ${css.stages}`}>
        <caption className="visually-hidden">{answer.pipeline?.name ?? t('room.funnel')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('dimension.stage')}</th>
            <th scope="col">{t('funnel.what_became')}</th>
            <th scope="col" className="number">
              {t(answer.rule === 'strict' ? 'funnel.entries' : 'funnel.reached')}
            </th>
            <th scope="col">{t('funnel.conversion')}</th>
            <th scope="col" className="number">
              {t('funnel.cumulative')}
            </th>
            <th scope="col" className={`number ${css.time}`}>
              {t('funnel.time')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <StageLine key={row.stage.stage.id} row={row} answer={answer} format={format} />
          ))}
        </tbody>
      </table>
      <TableFiles table={csv} />
    </div>
  )
}
