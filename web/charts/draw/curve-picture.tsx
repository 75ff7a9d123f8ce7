// A curve with its band, or dots with limits, on quiet axes; under the ticks, where asked, how many the curve still rests on.
import type { CurveModel, CurvePoint } from '../prepare/curve.ts'
import css from './curve-picture.module.css'
import { Picture } from './picture.tsx'

type Props = { name: string; text: string; model: CurveModel; underName?: string }

const tall = 240
const sides = { left: 46, right: 14, top: 18 }
const letterWidth = 6.6
/** Words at the very ends of the axis stay inside the picture. */
const anchorAt = (at: number) => (at > 0.96 ? 'end' : at < 0.02 ? 'start' : 'middle')
const axisHeight = 24
const underHeight = 34

/** A step keeps its height until the next point. */
function stepPath(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }, index) => (index === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('')
}

function Steps({ points }: { points: readonly CurvePoint[] }) {
  const last = points.length - 1
  const upper = points.map(({ x, y, high }) => ({ x, y: high ?? y }))
  // Back along the lower limits, whose steps then fall before the point instead of after it.
  const lower = points.map(({ x, y, low }) => ({ x, y: low ?? y })).toReversed()
  const back = lower.map(({ x, y }, index) => (index === 0 ? `L${x} ${y}` : `V${y}H${x}`)).join('')
  return (
    <>
      {last > 0 && <path d={`${stepPath(upper)}${back}Z`} className={css.band} />}
      <path d={stepPath(points)} className={css.line} />
    </>
  )
}

function Dots({ points }: { points: readonly CurvePoint[] }) {
  return (
    <>
      <path d={points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')} className={css.between} />
      {points.map(({ x, y, low, high, text }) => (
        <g key={x}>
          <title>{text}</title>
          {low !== null && high !== null && <line x1={x} x2={x} y1={low} y2={high} className={css.whisker} />}
          <circle cx={x} cy={y} r={5} className={css.dot} />
        </g>
      ))}
    </>
  )
}

export function CurvePicture({ name, text, model, underName }: Props) {
  const longest = Math.max(0, ...model.up.map(({ text: label }) => label.length))
  const room = { ...sides, left: Math.max(sides.left, Math.ceil(longest * letterWidth) + 12) }
  const under = underName && model.under.length > 0 ? underHeight : 0
  const height = tall + axisHeight + under + room.top
  return (
    <Picture name={name} text={text} height={() => height}>
      {(width) => {
        const x = (at: number) => room.left + at * (width - room.left - room.right)
        const y = (at: number) => room.top + (1 - at) * tall
        const place = (limit: number | null) => (limit === null ? null : y(limit))
        const points = model.points.map((point) => ({
          ...point,
          x: x(point.x),
          y: y(point.y),
          low: place(point.low),
          high: place(point.high),
        }))
        const floor = room.top + tall
        return (
          <>
            {model.up.map(({ at, text: label }) => (
              <g key={label}>
                <line x1={room.left} x2={width - room.right} y1={y(at)} y2={y(at)} className={css.grid} />
                <text x={room.left - 8} y={y(at) + 4} textAnchor="end" className={css.quiet}>
                  {label}
                </text>
              </g>
            ))}
            {model.level !== null && (
              <line x1={room.left} x2={width - room.right} y1={y(model.level)} y2={y(model.level)} className={css.level} />
            )}
            {model.guides.map(({ at, text: label }, index) => (
              <g key={label}>
                <line x1={x(at)} x2={x(at)} y1={room.top} y2={floor} className={css.guide} />
                <text x={x(at)} y={room.top - 6} textAnchor={index % 2 === 0 ? 'end' : 'start'} className={css.guideName}>
                  {label}
                </text>
              </g>
            ))}
            {model.shape === 'steps' ? <Steps points={points} /> : <Dots points={points} />}
            {model.across.map(({ at, text: label }) => (
              <text key={label} x={x(at)} y={floor + 18} textAnchor={anchorAt(at)} className={css.quiet}>
                {label}
              </text>
            ))}
            {under > 0 && (
              <>
                <text x={0} y={floor + axisHeight + 12} className={css.quiet}>
                  {underName}
                </text>
                {model.under.map(({ at, text: label }) => (
                  <text key={at} x={x(at)} y={floor + axisHeight + 28} textAnchor="middle">
                    {label}
                  </text>
                ))}
              </>
            )}
          </>
        )
      }}
    </Picture>
  )
}
