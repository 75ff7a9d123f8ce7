// The chart library's own SVG of the real option, written beside the other artefacts to be looked at.
import { mkdirSync, writeFileSync } from 'node:fs'
import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { describe, expect, it } from 'vitest'
import { type ChartColors, trendOption } from '../../web/charts/draw/trend-option.ts'
import { prepareTrend, type Trend } from '../../web/charts/prepare/trend.ts'
import { answer, cell, column } from './answers.ts'

echarts.use([LineChart, GridComponent, TooltipComponent, SVGRenderer])

const colors: ChartColors = { ink: '#111111', quiet: '#606d6c', line: '#e1e7e7', mark: '#0f6e64', band: '#cfe3e0', surface: '#ffffff' }
const words = { bucket: (text: string) => text, figure: (value: number) => `${Math.round(value * 100)} %`, tooltip: () => '' }

function draw(trend: Trend, name: string): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 220 })
  chart.setOption(trendOption(trend, colors, words))
  const svg = chart.renderToSVGString()
  chart.dispose()
  const folder = new URL('../../artefacts/charts/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.svg`, folder), svg)
  return svg
}

const values = [0.31, 0.35, null, 0.4, 0.38, 0.44]
const rows = values.map((value, index) => ({
  period: `2026-W${index + 10}`,
  x: cell(value, value === null ? {} : { low: value - 0.06, high: value + 0.06, previous: cell(0.3) }),
}))

describe('the chart of a trend', () => {
  const trend = prepareTrend(answer([column('x')], rows, {}, { as_of: '2026-04-08T09:00:00Z' }), 'x')
  const svg = trend ? draw(trend, 'trend') : ''
  const paths = (pattern: RegExp) => svg.match(pattern)?.length ?? 0

  it('draws the interval as an area in its colour', () => {
    expect(paths(/<path[^>]*fill="#cfe3e0"/g)).toBeGreaterThan(0)
  })

  it('breaks the line where a week is missing', () => {
    const line = svg.match(/<path d="([^"]+)" fill="none"[^>]*stroke="#0f6e64"/)?.[1] ?? ''
    expect(line.match(/M/g)?.length).toBe(2)
  })

  it('dashes the step into the week that is not over', () => {
    expect(paths(/stroke="#0f6e64"[^>]*stroke-dasharray/g)).toBe(1)
  })

  it('shows the period before as a thin grey line', () => {
    expect(paths(/<path[^>]*fill="none"[^>]*stroke="#606d6c"/g)).toBe(1)
  })

  it('starts at zero and names its figures', () => {
    expect(svg).toContain('>0 %<')
  })
})
