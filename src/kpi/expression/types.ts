// What the expression language knows of a value and of the question it is asked in.
import type { Sql } from '../sql/nodes.ts'

/** What a value is, for checking; a list of any kind is 'list'. */
export type ValueType = 'moment' | 'number' | 'text' | 'flag' | 'key' | 'list' | 'extra'
export type Typed = { sql: Sql; type: ValueType; nullable: boolean }

/** What the question gives an expression besides the row. */
export type Lowering = { timezone: string; effectiveCallS: number }

/** Names of the frame's columns inside a scan: the moment asked, the start of the period, its end or the moment asked if earlier. */
export const frameNames = { as_of: 'frame_as_of', from: 'frame_from', until: 'frame_until' } as const
