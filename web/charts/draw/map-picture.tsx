// Draws people on two scales that cross where all others stand, each a dot with its limits to both sides.
import type { OpenerMap } from '../prepare/opener-map.ts'
import css from './map-picture.module.css'
import { Picture } from './picture.tsx'

type Props = { name: string; text: string; map: OpenerMap; nameOf: (index: number) => string; axes: { x: string; y: string } }
const sides = { left: 24, right: 24, top: 12, bottom: 30 }
const tallest = 440
const labelRoom = 130
const lineHeight = 16

export function MapPicture({ name, text, map, nameOf, axes }: Props) {
  return (
    <Picture name={name} text={text} height={(width) => Math.min(tallest, Math.max(280, width * 0.62))}>
      {(width) => {
        const height = Math.min(tallest, Math.max(280, width * 0.62))
        const floor = height - sides.bottom
        const x = (at: number) => sides.left + at * (width - sides.left - sides.right)
        const y = (at: number) => floor - at * (floor - sides.top)
        return (
          <>
            <line x1={x(map.one.x)} x2={x(map.one.x)} y1={sides.top} y2={floor} className={css.axis} />
            <line x1={sides.left} x2={width - sides.right} y1={y(map.one.y)} y2={y(map.one.y)} className={css.axis} />
            <text x={width - sides.right} y={height - 8} textAnchor="end" className={css.quiet}>
              {axes.x} →
            </text>
            <text x={x(map.one.x) + 8} y={sides.top + 10} className={css.quiet}>
              ↑ {axes.y}
            </text>
            {map.points.map((point, index) => {
              const isLate = x(point.x.at) > width - labelRoom
              // Two names on one line would cover each other: the later one goes below its dot.
              const isBelow = map.points
                .slice(0, index)
                .some(
                  ({ x: ox, y: oy }) => Math.abs(x(ox.at) - x(point.x.at)) < labelRoom && Math.abs(y(oy.at) - y(point.y.at)) < lineHeight,
                )
              const isTold = point.opens !== 'even' || point.closes !== 'even'
              return (
                <g key={point.member.id}>
                  <line x1={x(point.x.low)} x2={x(point.x.high)} y1={y(point.y.at)} y2={y(point.y.at)} className={css.whisker} />
                  <line x1={x(point.x.at)} x2={x(point.x.at)} y1={y(point.y.low)} y2={y(point.y.high)} className={css.whisker} />
                  <circle cx={x(point.x.at)} cy={y(point.y.at)} r={isTold ? 6 : 5} className={isTold ? css.told : css.even} />
                  <text
                    x={x(point.x.at) + (isLate ? -10 : 10)}
                    y={y(point.y.at) + (isBelow ? 18 : -8)}
                    textAnchor={isLate ? 'end' : 'start'}
                    className={css.name}
                  >
                    {nameOf(index)}
                  </text>
                </g>
              )
            })}
          </>
        )
      }}
    </Picture>
  )
}
