// What the expression language knows of a value and of the question it is asked in.
import type { Sql } from '../sql/nodes.ts'

/** Values by frame and stage key. */
export type YardstickValues = ReadonlyMap<number, ReadonlyMap<string, number>>

/** What a value is, for checking; a list of any kind is 'list'. */
export type ValueType = 'moment' | 'number' | 'text' | 'flag' | 'key' | 'list' | 'extra'
export type Typed = { sql: Sql; type: ValueType; nullable: boolean }

/** What the question gives an expression besides the row. */
export type Lowering = {
  timezone: string
  effectiveCallS: number
  /** Workspace and its currency, for money at a day of the question. */
  ws?: number
  currency?: string
  /** Upper bounds of the first four fifths of the company's sales by amount; absent where no question reads them. */
  amountBounds?: readonly number[]
  /** When a customer counts as active: days set, else the usual gaps between purchases by frame; absent where no question reads them. */
  activity?: {
    days: number | null
    company: readonly (number | null)[]
    segments: Readonly<Record<string, readonly (number | null)[]>>
  }
  /** Yardsticks by name, found before. */
  yardsticks?: Readonly<Record<string, YardstickValues>>
}

/**
 * Names of the frame's columns inside a scan: the moment a state is read at (the end of the period for states, else the moment asked),
 * the start of the period, its end or the moment asked if earlier, the moment asked.
 */
export const frameNames = { as_of: 'frame_as_of', from: 'frame_from', until: 'frame_until', asked: 'frame_asked' } as const
