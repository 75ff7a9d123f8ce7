// The stretches of time a question is answered over, as data: what the passes about time hand to each other.
import type { Temporal } from 'temporal-polyfill'

export type Zone = {
  timezone: string
  /** 1..12 */
  fiscalStart: number
  /** Is this local day a working day of the workspace. */
  isWorkday: (day: Temporal.PlainDate) => boolean
}

/** Local days [from, to) seen at a moment. */
export type Period = { from: Temporal.PlainDate; to: Temporal.PlainDate; asOf: Temporal.Instant }

/** One stretch every case is measured in. Moments are ISO instants. */
export type Frame = {
  no: number
  side: 'current' | 'previous'
  /** Label of the bucket; null = the whole period. */
  bucket: string | null
  from: string
  /** Its end, or the moment asked if that is earlier. */
  until: string
  /** Its end, though it may lie ahead. */
  to: string
  asOf: string
}

export type Framing = { period: Period; frames: readonly Frame[] }
