// Draws streams between columns: from left to right where there is room for the names, from top to bottom on a phone.
import { fitText } from '../prepare/fit-text.ts'
import type { Flows, PlacedLink, PlacedNode } from '../prepare/flows.ts'
import css from './flow-picture.module.css'
import { Picture } from './picture.tsx'

type Props = { name: string; text: string; flows: Flows }
type Axes = { along: (column: number) => number; across: (place: number) => number; isUpright: boolean }

const thick = 8
const tall = 320
const rowHeight = 96
const headRoom = 20
/** Behind the last column, for its names. */
const lastRoomMin = 130
const lastRoomMax = 240
const letterWidth = 6.5
const nameRoom = 44
/** A column narrower than this has no room for its names beside the streams. */
const columnMin = 118

function Stream({ link, axes }: { link: PlacedLink; axes: Axes }) {
  const { along, across, isUpright } = axes
  const [a, b] = [along(link.fromColumn) + thick, along(link.toColumn)]
  const middle = (a + b) / 2
  const [s, e] = [across(link.fromStart), across(link.toStart)]
  const [s2, e2] = [across(link.fromStart + link.size), across(link.toStart + link.size)]
  const at = (x: number, y: number) => (isUpright ? `${y} ${x}` : `${x} ${y}`)
  const path = `M${at(a, s)}C${at(middle, s)} ${at(middle, e)} ${at(b, e)}L${at(b, e2)}C${at(middle, e2)} ${at(middle, s2)} ${at(a, s2)}Z`
  return (
    <path d={path} className={`${css.stream} ${css[link.tone]}`}>
      <title>{link.text}</title>
    </path>
  )
}

function Place({ node, axes, room }: { node: PlacedNode; axes: Axes; room: number }) {
  const { along, across, isUpright } = axes
  const [at, start] = [along(node.column), across(node.start)]
  const size = Math.max(1.5, across(node.start + node.size) - start)
  const box = isUpright ? { x: start, y: at, width: size, height: thick } : { x: at, y: start, width: thick, height: size }
  const words = isUpright ? { x: start, y: at - 6 } : { x: at + thick + 6, y: start + size / 2 + 4 }
  const isNamed = !isUpright || size >= nameRoom
  return (
    <g>
      <title>{node.label}</title>
      <rect {...box} rx={2} className={css[node.tone]} />
      {isNamed && (
        <text {...words} className={css.name}>
          {fitText(node.label, isUpright ? size : room)}
        </text>
      )}
    </g>
  )
}

function lastRoomOf({ nodes, columns }: Flows): number {
  const letters = nodes.flatMap(({ column, label }) => (column === columns - 1 ? [label.length] : []))
  return Math.min(lastRoomMax, Math.max(lastRoomMin, ...letters.map((count) => (count + 1) * letterWidth + 12)))
}

export function FlowPicture({ name, text, flows }: Props) {
  const lastRoom = lastRoomOf(flows)
  const isUprightAt = (width: number) => (width - lastRoomMin) / Math.max(1, flows.columns - 1) < columnMin
  const heightOf = (width: number) => (isUprightAt(width) ? headRoom + (flows.columns - 1) * rowHeight + thick + 8 : tall)
  return (
    <Picture name={name} text={text} height={heightOf}>
      {(width) => {
        const isUpright = isUprightAt(width)
        const step = (width - lastRoom - thick) / Math.max(1, flows.columns - 1)
        const axes: Axes = {
          isUpright,
          along: (column) => (isUpright ? headRoom + column * rowHeight : column * step),
          across: (place) => place * (isUpright ? width : tall - 8) + (isUpright ? 0 : 4),
        }
        return (
          <>
            {flows.links.map((link) => (
              <Stream key={`${link.from} > ${link.to}`} link={link} axes={axes} />
            ))}
            {flows.nodes.map((node) => (
              <Place key={node.id} node={node} axes={axes} room={node.column === flows.columns - 1 ? lastRoom - 12 : step - 24} />
            ))}
          </>
        )
      }}
    </Picture>
  )
}
