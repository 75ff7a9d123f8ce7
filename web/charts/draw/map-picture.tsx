// Draws people on two scales that cross where all others stand, each a dot with its limits to both sides.
import type { MapPoint, OpenerMap } from '../prepare/opener-map.ts'
import css from './map-picture.module.css'
import { Picture } from './picture.tsx'

type Props = { name: string; text: string; map: OpenerMap; nameOf: (index: number) => string; axes: { x: string; y: string } }
const sides = { left: 24, right: 24, top: 12, bottom: 30 }
const tallest = 440
const labelRoom = 130
const lineHeight = 16
const letterWidth = 7
/** Where a name may stand beside its dot, the nearest first. */
const shifts = [-8, 18, -24, 34, -40, 50]

/** Below this width names would cover each other: only those who stand apart are named, the table names all. */
const narrowBelow = 560
const namedMost = 3
const isTold = ({ opens, closes }: MapPoint) => opens !== 'even' || closes !== 'even'

type Box = { from: number; to: number; y: number }

/** Names at their dots, each on the nearest line where it covers none before it. */
function placeNames(dots: readonly { x: number; y: number; name: string | null }[], width: number) {
  const taken: Box[] = []
  return dots.map(({ x, y, name }) => {
    if (name === null) return null
    const isLate = x > width - labelRoom
    const [at, length] = [x + (isLate ? -10 : 10), name.length * letterWidth]
    const box = (shift: number): Box => ({ from: isLate ? at - length : at, to: isLate ? at : at + length, y: y + shift })
    const isFree = ({ from, to, y: line }: Box) =>
      !taken.some((other) => from < other.to && other.from < to && Math.abs(line - other.y) < lineHeight)
    const found = box(shifts.find((shift) => isFree(box(shift))) ?? shifts[0]!)
    taken.push(found)
    return { name, x: at, y: found.y, anchor: isLate ? 'end' : 'start' } as const
  })
}

export function MapPicture({ name, text, map, nameOf, axes }: Props) {
  return (
    <Picture name={name} text={text} height={(width) => Math.min(tallest, Math.max(280, width * 0.62))}>
      {(width) => {
        const height = Math.min(tallest, Math.max(280, width * 0.62))
        const floor = height - sides.bottom
        const x = (at: number) => sides.left + at * (width - sides.left - sides.right)
        const y = (at: number) => floor - at * (floor - sides.top)
        const isNamed = (point: MapPoint) => width >= narrowBelow || map.points.length <= namedMost || isTold(point)
        const names = placeNames(
          map.points.map((point, index) => ({ x: x(point.x.at), y: y(point.y.at), name: isNamed(point) ? nameOf(index) : null })),
          width,
        )
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
              const named = names[index]
              return (
                <g key={point.member.id}>
                  <title>{nameOf(index)}</title>
                  <line x1={x(point.x.low)} x2={x(point.x.high)} y1={y(point.y.at)} y2={y(point.y.at)} className={css.whisker} />
                  <line x1={x(point.x.at)} x2={x(point.x.at)} y1={y(point.y.low)} y2={y(point.y.high)} className={css.whisker} />
                  <circle cx={x(point.x.at)} cy={y(point.y.at)} r={isTold(point) ? 6 : 5} className={isTold(point) ? css.told : css.even} />
                  {named && (
                    <text x={named.x} y={named.y} textAnchor={named.anchor} className={css.name}>
                      {named.name}
                    </text>
                  )}
                </g>
              )
            })}
          </>
        )
      }}
    </Picture>
  )
}
