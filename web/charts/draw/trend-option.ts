// A prepared trend → the option of the chart library: line, band of the interval, the period before as a thin grey line.
import type { EChartsCoreOption } from 'echarts/core'
import type { Trend, TrendPoint } from '../prepare/trend.ts'

export type ChartColors = { ink: string; quiet: string; line: string; mark: string; band: string; surface: string }
export type TrendWords = { bucket: (text: string) => string; figure: (value: number) => string; tooltip: (point: TrendPoint) => string }

type Line = Record<string, unknown>

function bandSeries(trend: Trend, colors: ChartColors): Line[] {
  const edge = { type: 'line', stack: 'band', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } }
  const low = trend.points.map(({ value, low }) => (value === null ? null : (low ?? value)))
  const height = trend.points.map(({ value, low, high }) => (value === null ? null : (high ?? value) - (low ?? value)))
  return [
    { ...edge, data: low },
    { ...edge, data: height, areaStyle: { color: colors.band, opacity: 1 } },
  ]
}

/** The last step into a bucket that is not over is dashed: it will still move. */
function valueSeries(trend: Trend, colors: ChartColors): Line[] {
  const open = trend.points.findIndex(({ isUnfinished }) => isUnfinished)
  const line = { type: 'line', symbol: 'circle', symbolSize: 5, itemStyle: { color: colors.mark }, connectNulls: false, z: 3 }
  const done = trend.points.map(({ value }, index) => (open >= 0 && index >= open ? null : value))
  const rest = trend.points.map(({ value }, index) => (open > 0 && index >= open - 1 ? value : null))
  const series: Line[] = [{ ...line, data: done, lineStyle: { color: colors.mark, width: 2 } }]
  if (open > 0) series.push({ ...line, data: rest, lineStyle: { color: colors.mark, width: 2, type: [3, 4] } })
  return series
}

export function trendOption(trend: Trend, colors: ChartColors, words: TrendWords): EChartsCoreOption {
  const previous: Line[] = trend.hasPrevious
    ? [
        {
          type: 'line',
          data: trend.points.map((point) => point.previous),
          symbol: 'none',
          lineStyle: { color: colors.quiet, width: 1 },
          z: 2,
        },
      ]
    : []
  return {
    animation: false,
    textStyle: { fontFamily: "'Inter Variable', system-ui, sans-serif" },
    grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: trend.points.map(({ bucket }) => words.bucket(bucket)),
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      axisLabel: { color: colors.quiet, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: ({ min }: { min: number }) => Math.min(0, min),
      splitNumber: 3,
      axisLabel: { color: colors.quiet, fontSize: 12, formatter: (value: number) => words.figure(value) },
      splitLine: { lineStyle: { color: colors.line, width: 1 } },
    },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colors.surface,
      borderColor: colors.line,
      textStyle: { color: colors.ink, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: colors.quiet, type: 'solid', width: 1 } },
      formatter: (found: { dataIndex: number }[]) => {
        const point = trend.points[found[0]?.dataIndex ?? -1]
        return point ? words.tooltip(point) : ''
      },
    },
    series: [...(trend.hasBand ? bandSeries(trend, colors) : []), ...previous, ...valueSeries(trend, colors)],
  }
}
