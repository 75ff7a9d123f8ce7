// What the expression language knows of a value and of the question it is asked in.
import type { ChannelRule } from '../../contract/channel-groups.ts'
import type { AttributionModel } from '../../contract/query.ts'
import type { Sql } from '../sql/nodes.ts'

/** Values by frame and stage key. */
export type YardstickValues = ReadonlyMap<number, ReadonlyMap<string, number>>

/** What a value is, for checking; a list of any kind is 'list'. */
export type ValueType = 'moment' | 'number' | 'text' | 'flag' | 'key' | 'list' | 'extra'
export type Typed = { sql: Sql; type: ValueType; nullable: boolean }

/** A quantile of the gaps between purchases by frame, null = not reached: of the company, and of each segment with enough gaps. */
export type GapsByFrame = { company: readonly (number | null)[]; segments: Readonly<Record<string, readonly (number | null)[]>> }
/** Local day on which who bought on day `from` + i leaves the activity window by the gaps known then; `never` = not by now. */
export type LeavingDays = { from: number; company: readonly number[]; segments: Readonly<Record<string, readonly number[]>> }
export type Activity = {
  /** The activity window as set; null = twice the usual gap. */
  days: number | null
  medians: GapsByFrame
  /** Longer than four of five gaps. */
  late: GapsByFrame
  leaving: LeavingDays
}

export type JourneyRules = {
  /** How far back visits count, in days. */
  days: number
  rules: readonly ChannelRule[]
  /** Are there any, and any of the tracker: what is absent costs nothing. */
  visits: 'none' | 'told' | 'tracked'
  model: AttributionModel
  /** Of markov: the share of every channel by frame. */
  shares?: readonly ReadonlyMap<string, number>[]
}

/** A deal promised to a day: `source:id`, the local day first promised as instants; the day it stands promised for now, null = invoiced. */
export type Promised = { deal: string; from: string; until: string; cashAt: string | null }

/** Campaigns of one frame by their key. */
export type CampaignsOfFrame = {
  /** Days from a lead to a sale, the company's own; null = not known yet. */
  cycleDays: number | null
  sold: readonly string[]
  /** With a lead as old as the cycle. */
  ripe: readonly string[]
  /** With any lead. */
  known: readonly string[]
}

/** What the question gives an expression besides the row. */
export type Lowering = {
  timezone: string
  effectiveCallS: number
  /** The question names no beginning: figures of all customers then take them all. */
  isOpenBegin?: boolean
  /** Workspace and its currency, for money at a day of the question. */
  ws?: number
  currency?: string
  /** Upper bounds of the first four fifths of the company's sales by amount; absent where no question reads them. */
  amountBounds?: readonly number[]
  /** Days before the end of a period in which a contact covers a customer. */
  baseCoverageDays?: number
  /** How long customers usually wait between purchases; absent where no question reads it. */
  activity?: Activity
  /** How journeys are read, and the model that credits their channels. */
  journeys?: JourneyRules
  /** What the campaigns of every frame came to; absent where no question reads it. */
  campaigns?: readonly CampaignsOfFrame[]
  /** Do the costs of selling stand beside the spend. */
  withCosts?: boolean
  /** Are repeat purchases counted in the return on advertising. */
  withRepeat?: boolean
  /** Deals promised by the head; absent where no question reads them. */
  promised?: readonly Promised[]
  /** Yardsticks by name, found before. */
  yardsticks?: Readonly<Record<string, YardstickValues>>
}

/**
 * Names of the frame's columns inside a scan: the moment a state is read at (the end of the period for states, else the moment asked),
 * the start of the period, its end or the moment asked if earlier, the moment asked.
 */
export const frameNames = { as_of: 'frame_as_of', from: 'frame_from', until: 'frame_until', asked: 'frame_asked' } as const
