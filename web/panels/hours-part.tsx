// In which hours of the week leads are answered in time: a heat map, the hours that cost most, and the same as a table.
import { useState } from 'react'
import type { Answer } from '../api/contract.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { HeatPicture } from '../charts/draw/heat-picture.tsx'
import { type HeatCell, prepareHours, weekdays, worstHours } from '../charts/prepare/heat.ts'
import { Answered } from '../kit/answered.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { localeOf } from '../kit/format-figure.ts'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { cellAcross } from '../kit/search-state.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

const kpi = 'response_within_15m'
/** 4 January 2027 is a Monday. */
const monday = Date.UTC(2027, 0, 4)
const dayMs = 86_400_000

function HoursTable({ cells, missedOf }: { cells: readonly HeatCell[]; missedOf: (cell: HeatCell) => number }) {
  const { t, share, count, span } = useFormat()
  const day = (id: string) => nameMember({ id, name: null }, 'weekday', t)
  const hour = (id: string) => nameMember({ id, name: null }, 'hour', t)
  const heads = [t('speed.when'), t('speed.in_time'), t('table.interval'), t('speed.late'), t('table.cases')]
  return (
    <PlainTable
      caption={t('speed.hours')}
      heads={heads}
      rows={cells.map((found) => ({
        id: `${found.row} ${found.column}`,
        cells: [
          `${day(found.row)}, ${hour(found.column)}`,
          <FigureLink key="share" kpi={kpi} cell={cellAcross(['weekday', found.row], ['hour', found.column])}>
            {share(found.cell.value ?? 0)}
          </FigureLink>,
          ...[span(found.cell, 'ratio') ?? '–', count(missedOf(found)), count(found.cell.n)],
        ],
      }))}
      csv={() => ({
        name: t('speed.hours'),
        heads: [t('dimension.weekday'), t('dimension.hour'), t('speed.in_time'), t('table.low'), t('table.high'), t('table.cases')],
        rows: cells.map(({ row, column, cell }) => [day(row), Number(column), cell.value, cell.low, cell.high, cell.n]),
      })}
    />
  )
}

function Hours({ answer }: { answer: Answer }) {
  const { t, share, count, language } = useFormat()
  const [isWhole, setWhole] = useState(false)
  const heat = prepareHours(answer, kpi)
  const missedOf = ({ cell }: HeatCell) => Math.round(cell.n * (1 - (cell.value ?? 1)))
  const worst = worstHours(heat)
  const name = ({ row, column }: HeatCell) =>
    `${nameMember({ id: row, name: null }, 'weekday', t)}, ${nameMember({ id: column, name: null }, 'hour', t)}`
  const short = new Intl.DateTimeFormat(localeOf(language), { weekday: 'short', timeZone: 'UTC' })
  const told = worst.map((found) => `${name(found)} (${share(found.cell.value ?? 0)})`).join('; ')
  const byLoss = heat.cells.toSorted((a, b) => missedOf(b) - missedOf(a))
  return (
    <>
      {worst.length > 0 && <p>{t('speed.worst', { hours: told })}</p>}
      <div className={`card ${css.card}`}>
        <HeatPicture
          name={t('speed.hours')}
          text={`${t('speed.hours')}. ${t('speed.worst', { hours: told })}`}
          left={34}
          everyColumn={3}
          rows={weekdays.map((id, index) => ({ id, text: short.format(monday + index * dayMs) }))}
          columns={heat.columns.map((id) => ({ id, text: id }))}
          marks={heat.cells.map((found) => ({
            ...{ row: found.row, column: found.column, strength: found.strength, isSmall: found.isSmall },
            text: String(Math.round((found.cell.value ?? 0) * 100)),
            title: `${name(found)}: ${share(found.cell.value ?? 0)} · ${t('sample.cases', { count: found.cell.n, text: count(found.cell.n) })}`,
          }))}
        />
        <p className="small quiet">{t('speed.heat_legend')}</p>
        <HoursTable cells={isWhole ? byLoss : byLoss.slice(0, 5)} missedOf={missedOf} />
        <TextButton isExpanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('family.less') : t('speed.all_hours')}
        </TextButton>
      </div>
    </>
  )
}

export function HoursPart() {
  const { t } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const answer = useKpiQuery({ kpis: [kpi], by: ['weekday', 'hour'], ...view.shared }, isSeen && view.isReady)
  return (
    <Part ref={place} title={t('speed.hours')} hint={t('speed.hours_hint')}>
      <Answered answer={answer} lines={7} height={28} empty={({ rows }) => (rows.length === 0 ? t('speed.no_leads') : null)}>
        {(data) => <Hours answer={data} />}
      </Answered>
    </Part>
  )
}
