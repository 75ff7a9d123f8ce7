// One KPI as a tile: name, figure, interval, change, course of 13 weeks, sample. The whole tile is one link to its drawer.
import { Link } from '@tanstack/react-router'
import type { Cell, Unit } from '../../src/contract/answer.ts'
import { SparklineFigure } from '../charts/draw/sparkline-figure.tsx'
import type { Sparkline } from '../charts/prepare/sparkline.ts'
import { ChangeMark } from './change-mark.tsx'
import type { Better } from './judge-change.ts'
import type { SearchState } from './search-state.ts'
import css from './tile.module.css'
import { useFormat } from './use-format.ts'

export type TileKpi = { id: string; name: string; unit: Unit; better: Better }
type Beside = { name: string; text: string }
type Props = { kpi: TileKpi; cell: Cell; currency: string; sparkline: Sparkline | null; beside: Beside | null }

/** The sample in words; silent where it would only repeat the figure. */
function useSample(kpi: TileKpi, cell: Cell, currency: string): string[] {
  const { t, count } = useFormat(currency)
  const said: string[] = []
  if (cell.value === null || cell.n !== cell.value) said.push(t('sample.cases', { count: Math.round(cell.n), text: count(cell.n) }))
  if (cell.pending > 0) said.push(t('sample.pending', { count: cell.pending, text: count(cell.pending) }))
  if (cell.unpriced > 0 && kpi.unit === 'money') said.push(t('sample.unpriced', { count: cell.unpriced, text: count(cell.unpriced) }))
  return said
}

export function Tile({ kpi, cell, currency, sparkline, beside }: Props) {
  const format = useFormat(currency)
  const sample = useSample(kpi, cell, currency)
  const figure = cell.value === null ? null : format.figure(cell.value, kpi.unit)
  const range = format.range(cell, kpi.unit)
  return (
    <Link
      to="."
      search={(search: SearchState) => ({ ...search, kpi: kpi.id, cell: undefined, part: undefined })}
      resetScroll={false}
      className={css.tile}
      data-kpi={kpi.id}
    >
      <span className={css.name}>{kpi.name}</span>
      <span className={css.middle}>
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
        {sparkline && (
          <span className={css.spark}>
            <SparklineFigure sparkline={sparkline} />
          </span>
        )}
      </span>
      <span className={css.foot}>
        <ChangeMark cell={cell} unit={kpi.unit} better={kpi.better} currency={currency} />
        {sample.length > 0 && <span className={css.sample}>{sample.join(' · ')}</span>}
      </span>
      {beside && (
        <span className={css.beside}>
          {beside.name}: <b>{beside.text}</b>
        </span>
      )}
    </Link>
  )
}
