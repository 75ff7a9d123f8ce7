// Draws a prepared sparkline. Decorative: the tile says its figures in words.
import { type Sparkline, sparklineSize } from '../prepare/sparkline.ts'
import css from './sparkline-figure.module.css'

export function SparklineFigure({ sparkline }: { sparkline: Sparkline }) {
  const { width, height } = sparklineSize
  return (
    <svg className={css.spark} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true" focusable="false">
      {sparkline.bands.map((path) => (
        <path key={path} d={path} className={css.band} />
      ))}
      {sparkline.lines.map((path) => (
        <path key={path} d={path} className={css.line} />
      ))}
      {sparkline.unfinished && <path d={sparkline.unfinished} className={css.unfinished} />}
      {sparkline.dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={1.5} className={css.dot} />
      ))}
      {sparkline.last && <circle cx={sparkline.last.x} cy={sparkline.last.y} r={2.5} className={css.dot} />}
    </svg>
  )
}
