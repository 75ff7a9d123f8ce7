// A yardstick inside a query: its values by frame and stage as a lookup.
import { call, infix, list, name, nothing, number, type Sql } from '../sql/nodes.ts'
import type { YardstickValues } from './types.ts'

/** The value for the stage of a row in its frame; unknown where there is none. */
export function yardstickSql(values: YardstickValues | undefined, stage: Sql): Sql {
  const frames = [...(values ?? [])].filter(([, byStage]) => byStage.size > 0)
  if (frames.length === 0) return call('CAST', nothing, { node: 'text', value: 'Nullable(Float64)' })
  const lookups = frames.flatMap(([frame, byStage]) => [
    infix('=', name('frame_no'), number(frame)),
    call(
      'transform',
      stage,
      list([...byStage.keys()].map((key) => call('toUInt64', { node: 'text', value: key }))),
      list([...byStage.values()].map((value) => call('toNullable', call('toFloat64', number(value))))),
      nothing,
    ),
  ])
  return call('multiIf', ...lookups, nothing)
}
