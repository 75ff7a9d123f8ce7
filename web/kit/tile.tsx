// One KPI as a tile: name, figure, interval, change, course of 13 weeks, sample. The whole tile is one link to its drawer.

import { IconAlertCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Cell, Unit } from '../../src/contract/answer.ts'
import { SparklineFigure } from '../charts/draw/sparkline-figure.tsx'
import { doubtOf } from '../charts/prepare/doubt.ts'
import type { Sparkline } from '../charts/prepare/sparkline.ts'
import { ChangeMark } from './change-mark.tsx'
import type { Better } from './judge-change.ts'
import { addDays, type Range } from './period.ts'
import type { SearchState } from './search-state.ts'
import css from './tile.module.css'
import { useFormat } from './use-format.ts'

export type TileKpi = { id: string; name: string; unit: Unit; better: Better; additive: boolean }
type Beside = { name: string; text: string }
type Props = {
  kpi: TileKpi
  /** Null: it could not be worked out. */
  cell: Cell | null
  currency: string
  sparkline: Sparkline | null
  /** Which days are told of, when they are others than the page's. */
  period: Range | null
  beside: Beside | null
}

/** The sample in words; silent where it would only repeat the figure. */
function useSample(kpi: TileKpi, cell: Cell, currency: string): string[] {
  const { t, count } = useFormat(currency)
  const said: string[] = []
  if (cell.value === null || cell.n !== cell.value) said.push(t('sample.cases', { count: Math.round(cell.n), text: count(cell.n) }))
  if (cell.pending > 0) said.push(t('sample.pending', { count: cell.pending, text: count(cell.pending) }))
  if (cell.unpriced > 0 && kpi.unit === 'money') said.push(t('sample.unpriced', { count: cell.unpriced, text: count(cell.unpriced) }))
  return said
}

function DoubtMark({ kpi, cell }: { kpi: TileKpi; cell: Cell }) {
  const { t } = useFormat()
  const doubt = doubtOf(cell, kpi.unit, kpi.additive)
  if (!doubt) return null
  return (
    <span className={css.doubt} title={t(`doubt.${doubt}`)}>
      <IconAlertCircle size={16} stroke={1.8} aria-hidden />
      <span className="visually-hidden">{t(`doubt.${doubt}`)}</span>
    </span>
  )
}

function TileFigure({ kpi, cell, currency }: { kpi: TileKpi; cell: Cell; currency: string }) {
  const format = useFormat(currency)
  const figure = cell.value === null ? null : format.figure(cell.value, kpi.unit)
  const range = format.range(cell, kpi.unit)
  return (
    <span className={css.main}>
      {figure ? (
        <span className={css.figure} title={figure.exact === figure.text ? undefined : figure.exact}>
          {figure.number}
          {figure.suffix && <span className={css.suffix}> {figure.suffix}</span>}
        </span>
      ) : (
        <span className={css.why}>{format.t(`why.${cell.why}`)}</span>
      )}
      {range && <span className={css.range}>{range}</span>}
    </span>
  )
}

function TileFoot({ kpi, cell, currency }: { kpi: TileKpi; cell: Cell; currency: string }) {
  const sample = useSample(kpi, cell, currency)
  return (
    <span className={css.foot}>
      <ChangeMark cell={cell} unit={kpi.unit} better={kpi.better} currency={currency} />
      {sample.length > 0 && <span className={css.sample}>{sample.join(' · ')}</span>}
    </span>
  )
}

export function Tile({ kpi, cell, currency, sparkline, period, beside }: Props) {
  const { t, days } = useFormat(currency)
  return (
    <Link
      to="."
      search={(search: SearchState) => ({ ...search, kpi: kpi.id, cell: undefined, part: undefined })}
      resetScroll={false}
      className={css.tile}
      data-kpi={kpi.id}
    >
      <span className={css.name}>
        {kpi.name}
        {cell && <DoubtMark kpi={kpi} cell={cell} />}
      </span>
      <span className={css.middle}>
        {cell ? <TileFigure kpi={kpi} cell={cell} currency={currency} /> : <span className={css.why}>{t('tile.failed')}</span>}
        {sparkline && (
          <span className={css.spark}>
            <SparklineFigure sparkline={sparkline} />
          </span>
        )}
      </span>
      {cell && <TileFoot kpi={kpi} cell={cell} currency={currency} />}
      {period && <span className={css.beside}>{t('tile.matured', { days: days(period.from, addDays(period.to, -1)) })}</span>}
      {!period && beside && (
        <span className={css.beside}>
          {beside.name}: <b>{beside.text}</b>
        </span>
      )}
    </Link>
  )
}
