// A figure of a person on a scale of its own: now with its limits, the own level before, where the middle half of the others lies.
import type { ScorecardFigure } from '../../../src/contract/scorecard.ts'

/** Places on the scale, 0..1. */
export type OwnStrip = {
  now: number
  low: number | null
  high: number | null
  before: number | null
  band: { from: number; to: number; middle: number } | null
}

/** Room at both ends, as a share of what is shown; limits that reach further are cut. */
const room = 0.3

export function prepareOwnStrip({ cell, peers }: Pick<ScorecardFigure, 'cell' | 'peers'>): OwnStrip | null {
  if (cell.value === null) return null
  const before = cell.previous?.value ?? null
  const shown = [cell.value, ...(before === null ? [] : [before]), ...(peers === null ? [] : [peers.low, peers.high])]
  const [least, most] = [Math.min(...shown), Math.max(...shown)]
  const spread = most - least || Math.abs(most) || 1
  const [bottom, top] = [least - spread * room, most + spread * room]
  const place = (value: number) => Math.min(1, Math.max(0, (value - bottom) / (top - bottom)))
  const placed = (value: number | null) => (value === null ? null : place(value))
  return {
    now: place(cell.value),
    low: placed(cell.low),
    high: placed(cell.high),
    before: placed(before),
    band: peers === null ? null : { from: place(peers.low), to: place(peers.high), middle: place(peers.median) },
  }
}
