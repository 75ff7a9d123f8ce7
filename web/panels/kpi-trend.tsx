// The course of one KPI over weeks, with its interval, as a chart and as a table.
import { lazy, Suspense, useMemo, useState } from 'react'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { useView } from '../api/use-view.ts'
import { prepareTrend, type Trend } from '../charts/prepare/trend.ts'
import { Bone } from '../kit/bone.tsx'
import { TableFiles } from '../kit/table-files.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { type Format, useFormat } from '../kit/use-format.ts'
import css from './kpi-trend.module.css'

const TrendChart = lazy(async () => ({ default: (await import('../charts/draw/trend-chart.tsx')).TrendChart }))
const weeksShown = 13

/** The chart in one sentence, for who cannot see it. */
function describe(trend: Trend, format: Format, name: string): string {
  const known = trend.points.filter((point) => point.value !== null)
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last) return format.t('trend.nothing')
  const figure = (value: number | null) => (value === null ? '–' : format.figure(value, trend.unit).text)
  return format.t('trend.text', {
    ...{ name, count: trend.points.length, first: figure(first.value), from: format.bucket(first.bucket) },
    ...{ last: figure(last.value), to: format.bucket(last.bucket) },
  })
}

function TrendTable({ trend, format }: { trend: Trend; format: Format }) {
  const figure = (value: number | null) => (value === null ? '–' : format.figure(value, trend.unit).text)
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{format.t('trend.week')}</th>
          <th scope="col" className="number">
            {format.t('table.value')}
          </th>
          <th scope="col" className="number">
            {format.t('table.interval')}
          </th>
          <th scope="col" className="number">
            {format.t('table.cases')}
          </th>
        </tr>
      </thead>
      <tbody>
        {trend.points.map(({ bucket, value, low, high, n }) => (
          <tr key={bucket}>
            <th scope="row">{format.bucket(bucket)}</th>
            <td className="number">{figure(value)}</td>
            <td className="number">{low === null && high === null ? '–' : `${figure(low)} – ${figure(high)}`}</td>
            <td className="number">{format.count(n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function KpiTrend({ entry }: { entry: CatalogueEntry }) {
  const view = useView()
  const compare = view.comparison === 'none' ? {} : { compare: view.comparison }
  const answer = useKpiQuery({ kpis: [entry.id], ...view.weeks, ...compare }, view.isReady)
  const format = useFormat(answer.data?.currency)
  const [isTable, setTable] = useState(false)
  const trend = useMemo(() => {
    const whole = answer.data ? prepareTrend(answer.data, entry.id) : null
    return whole && { ...whole, points: whole.points.slice(-weeksShown) }
  }, [answer.data, entry.id])
  const name = entry.name[format.language]
  if (trend?.points.every(({ value }) => value === null)) return null
  return (
    <section aria-labelledby="drawer-trend">
      <div className={css.head}>
        <h3 id="drawer-trend">{format.t('trend.title')}</h3>
        <TextButton isPressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? format.t('trend.as_chart') : format.t('trend.as_table')}
        </TextButton>
      </div>
      {!trend && <Bone height={220} />}
      {trend && isTable && (
        <>
          <TrendTable trend={trend} format={format} />
          <TableFiles
            table={() => ({
              name: `${name} ${format.t('trend.title')}`,
              heads: [
                ...[format.t('trend.week'), format.t('table.value'), format.t('table.low')],
                ...[format.t('table.high'), format.t('table.cases')],
              ],
              rows: trend.points.map(({ bucket, value, low, high, n }) => [bucket, value, low, high, n]),
            })}
          />
        </>
      )}
      {trend && !isTable && (
        <Suspense fallback={<Bone height={220} />}>
          <TrendChart trend={trend} name={name} text={describe(trend, format, name)} currency={answer.data?.currency ?? ''} />
        </Suspense>
      )}
    </section>
  )
}
