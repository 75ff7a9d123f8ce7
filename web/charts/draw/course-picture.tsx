// Draws a prepared course: our touches above the bands of stages, the client's below, money as dots. Missed ones are faint.
import type { Course } from '../prepare/course.ts'
import { fitText } from '../prepare/fit-text.ts'
import css from './course-picture.module.css'
import { Picture } from './picture.tsx'

type Props = { name: string; text: string; course: Course }
const band = { top: 26, height: 26 }
const tick = 16
const height = 78
const shades = 3
/** Narrower bands are told by their colour and the table. */
const textFrom = 48

export function CoursePicture({ name, text, course }: Props) {
  return (
    <Picture name={name} text={text} height={() => height}>
      {(width) => {
        const x = (place: number) => 4 + place * (width - 8)
        return (
          <>
            {course.bands.map(({ id, name: stage, from, to, nth }) => (
              <g key={id}>
                <title>{stage}</title>
                <rect
                  x={x(from)}
                  y={band.top}
                  width={Math.max(2, x(to) - x(from) - 1)}
                  height={band.height}
                  rx={4}
                  className={css[`shade${nth % shades}`]}
                />
                {x(to) - x(from) >= textFrom && (
                  <text x={x(from) + 6} y={band.top + 17} className={css.stage}>
                    {fitText(stage, x(to) - x(from) - 10)}
                  </text>
                )}
              </g>
            ))}
            {course.marks.map(({ at, side, isMissed }, index) =>
              side === 'money' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: two things may happen at one moment
                <circle key={index} cx={x(at)} cy={band.top + band.height + 14} r={5} className={css.money} />
              ) : (
                <line
                  // biome-ignore lint/suspicious/noArrayIndexKey: two things may happen at one moment
                  key={index}
                  x1={x(at)}
                  x2={x(at)}
                  y1={side === 'ours' ? band.top - 4 : band.top + band.height + 4}
                  y2={side === 'ours' ? band.top - 4 - tick : band.top + band.height + 4 + tick}
                  className={isMissed ? css.missed : css[side]}
                />
              ),
            )}
          </>
        )
      }}
    </Picture>
  )
}
