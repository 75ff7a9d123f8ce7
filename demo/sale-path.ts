// The way of a deal through its stages: which it passes, when, and how it ends. The end is drawn first with the
// exact planted chance, then the stage at which a lost one is lost, so that the stage conversions stay as planted.
import type { World } from './book.ts'
import type { Pipeline, Product } from './catalogue.ts'
import { DAY, HOUR, monthStart } from './kyiv-time.ts'
import type { Rng } from './random.ts'
import { background, type Planted, passChance, type Source, shiftOdds } from './truths.ts'

export type Move = { stage: string; at: number; by: string | null }

export type Path = {
  moves: Move[]
  won: boolean
  endAt: number
  /** Position of the last open stage. */
  lastOpen: number
  /** Enters each visited open stage at. */
  entered: Map<string, number>
  /** Lost because of the planted leak. */
  leaked: boolean
}

/** True chances to pass each open sales stage, given when each would be entered. */
export function salesPasses(
  world: World,
  source: Source,
  owner: string,
  product: Product,
  stages: readonly { id: string }[],
  entries: readonly number[],
): number[] {
  const { leak } = world.planted
  const leakFrom = leak ? monthStart(world.firstDay, leak.fromMonth) * DAY : Infinity
  return stages.map(({ id }, position) => {
    const pass = passChance(world.planted, owner, position)
    const leaks =
      leak !== null &&
      leak.source === source &&
      leak.stage === id &&
      leak.product === product.name &&
      (entries[position] as number) >= leakFrom
    return leaks ? shiftOdds(pass, leak.logOdds) : pass
  })
}

/** What the helpful step adds to this deal; zero on average over the deals. */
export const stepGain = (planted: Planted, done: boolean): number =>
  planted.scriptStep ? planted.scriptStep.winGain * ((done ? 1 : 0) - planted.scriptStep.usage) : 0

type Start = { source: Source; owner: string; product: Product; created: number; gain: number; pace: number }

export function walkStages(world: World, rng: Rng, pipeline: Pipeline, start: Start): Path {
  const open = pipeline.stages.filter((stage) => stage.kind === 'open')
  const { owner } = start
  const dwell = open.map((stage) => rng.lognormal((stage.medianDays ?? 2) * start.pace, 0.7) * DAY)
  const entries: number[] = [start.created]
  for (let j = 1; j <= open.length; j++)
    entries.push(world.roster.addWork(owner, (entries[j - 1] as number) + (dwell[j - 1] as number), rng.int(HOUR)))
  const passes = pipeline.id === 'sales' ? salesPasses(world, start.source, owner, start.product, open, entries) : background.repeatPass
  const chance = passes.reduce((product, pass) => product * pass, 1)
  const won = rng.chance(Math.max(0.01, Math.min(0.99, chance + start.gain)))
  const lostAt = rng.weighted(passes.map((pass, j) => passes.slice(0, j).reduce((product, one) => product * one, 1) * (1 - pass)))
  const lastOpen = won ? open.length - 1 : lostAt
  const leaked =
    !won && world.planted.leak !== null && passes[lostAt] !== passChance(world.planted, owner, lostAt) && pipeline.id === 'sales'
  const endAt = won
    ? (entries[open.length] as number)
    : world.roster.addWork(owner, (entries[lostAt] as number) + (dwell[lostAt] as number) * 1.5, rng.int(HOUR))
  const moves = openMoves(world, rng, open, entries, lastOpen, owner)
  const end = pipeline.stages.find((stage) => stage.kind === (won ? 'won' : 'lost'))
  moves.push({ stage: end?.id ?? '', at: endAt, by: world.roster.acting(owner, endAt) })
  return { moves, won, endAt, lastOpen, entered: new Map(moves.map((move) => [move.stage, move.at])), leaked }
}

/** Entries of the open stages; now and then one is skipped or a deal goes back for a while. */
function openMoves(
  world: World,
  rng: Rng,
  open: readonly { id: string }[],
  entries: readonly number[],
  lastOpen: number,
  owner: string,
): Move[] {
  const moves: Move[] = []
  for (let j = 0; j <= lastOpen; j++) {
    const skipped = rng.chance(0.015)
    const back = rng.chance(0.01)
    const at = entries[j] as number
    if (skipped && j > 0 && j < lastOpen) continue
    moves.push({ stage: (open[j] as { id: string }).id, at, by: world.roster.acting(owner, at) })
    const next = entries[j + 1] as number
    if (!back || j === 0 || j === lastOpen || next - at < DAY) continue
    const third = (next - at) / 3
    moves.push({ stage: (open[j - 1] as { id: string }).id, at: Math.round(at + third), by: owner })
    moves.push({ stage: (open[j] as { id: string }).id, at: Math.round(at + 2 * third), by: owner })
  }
  return moves
}
