// Draws a prepared trend with the chart library, only the parts of it that are needed. Decides nothing.
import { useMantineColorScheme } from '@mantine/core'
import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { download } from '../../kit/download.ts'
import { pngFile, svgFile } from '../../kit/picture.ts'
import { TextButton } from '../../kit/text-button.tsx'
import { useFormat } from '../../kit/use-format.ts'
import type { Trend, TrendPoint } from '../prepare/trend.ts'
import css from './trend-chart.module.css'
import { type ChartColors, trendOption } from './trend-option.ts'

echarts.use([LineChart, GridComponent, TooltipComponent, SVGRenderer])

type Props = { trend: Trend; name: string; text: string; currency: string }

function readColors(place: Element): ChartColors {
  const style = getComputedStyle(place)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    ...{ ink: token('--ink'), quiet: token('--ink-quiet'), line: token('--line') },
    ...{ mark: token('--mark'), band: token('--band'), surface: token('--surface-raised') },
  }
}

export function TrendChart({ trend, name, text, currency }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<echarts.ECharts>(null)
  const format = useFormat(currency)
  const { colorScheme } = useMantineColorScheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change only with the language, the colours with the scheme
  useEffect(() => {
    const target = place.current
    if (!target) return
    const chart = echarts.init(target, null, { renderer: 'svg' })
    drawn.current = chart
    const figure = (value: number) => format.figure(value, trend.unit).text
    const tooltip = ({ bucket, value, low, high, n }: TrendPoint) => {
      const range =
        value === null ? null : format.range({ value, low, high, n, pending: 0, excluded: 0, unpriced: 0, why: null }, trend.unit)
      return [format.bucket(bucket), value === null ? '–' : `<b>${figure(value)}</b>`, range].filter(Boolean).join('<br>')
    }
    chart.setOption(trendOption(trend, readColors(target), { bucket: format.bucket, figure, tooltip }))
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(target)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [trend, format.language, colorScheme, name])
  const save = async (extension: 'svg' | 'png') => {
    const chart = drawn.current
    if (!chart || !place.current) return
    const svg = chart.renderToSVGString()
    const size = { width: chart.getWidth(), height: chart.getHeight() }
    const file = extension === 'svg' ? svgFile(svg) : await pngFile(svg, size, readColors(place.current).surface)
    if (file) download(file, name, extension)
  }
  return (
    <>
      <div role="img" aria-label={text} className={css.frame}>
        <div ref={place} className={css.chart} aria-hidden="true" />
      </div>
      <div className={css.files}>
        {(['png', 'svg'] as const).map((extension) => (
          <TextButton key={extension} isQuiet onClick={() => void save(extension)}>
            {format.t('trend.save', { form: extension.toUpperCase() })}
          </TextButton>
        ))}
      </div>
    </>
  )
}
