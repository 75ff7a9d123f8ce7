// First-order Markov chain over the channels of journeys: how many conversions go when a channel goes.

/**
 * Channels in order (equal neighbours merged), and how many journeys along them converted and how many came to nothing. Journeys without a
 * channel are left out.
 */
export type ChannelPath = { channels: readonly string[]; wins: number; losses: number }

export type RemovalEffects = {
  /** Chance of a conversion from the start of a journey. */
  conversion: number
  /** Lost part of that chance when the channel leads to nothing. */
  effects: ReadonlyMap<string, number>
  /** The effects as shares that sum to 1; empty without a conversion. */
  shares: ReadonlyMap<string, number>
}

/** Row i: chances of the moves from state i; 0 = start, 1..n channels, the last column a conversion. What is left leads to nothing. */
function transitions(paths: readonly ChannelPath[], index: ReadonlyMap<string, number>): number[][] {
  const size = index.size + 1
  const counts = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0))
  const leaving = new Array<number>(size).fill(0)
  for (const { channels, wins, losses } of paths) {
    const journeys = wins + losses
    let state = 0
    for (const channel of channels) {
      const next = index.get(channel)!
      counts[state]![next]! += journeys
      leaving[state]! += journeys
      state = next
    }
    counts[state]![size]! += wins
    leaving[state]! += journeys
  }
  return counts.map((row, i) => row.map((count) => (leaving[i] === 0 ? 0 : count / leaving[i]!)))
}

/** Chance of a conversion from the start, with one state (or none, -1) turned into a dead end: x = Q x + r by elimination. */
function conversionWithout(moves: readonly number[][], removed: number): number {
  const size = moves.length
  const rows = moves.map((row, i) =>
    i === removed
      ? row.map((_, j) => (j === i ? 1 : 0))
      : row.map((p, j) => (j === size ? p : (i === j ? 1 : 0) - (j === removed ? 0 : p))),
  )
  for (let pivot = size - 1; pivot > 0; pivot--) {
    const from = rows[pivot]!
    for (let i = 0; i < pivot; i++) {
      const factor = rows[i]![pivot]! / from[pivot]!
      if (factor === 0) continue
      for (let j = 0; j <= size; j++) rows[i]![j]! -= factor * from[j]!
    }
  }
  return rows[0]![size]! / rows[0]![0]!
}

/**
 * Removal effect of every channel: 1 - conversion without it / conversion, a removed channel leading to nothing.
 * Anderl, Becker, von Wangenheim, Schumann 2016, International Journal of Research in Marketing 33:457-474.
 */
export function removalEffects(paths: readonly ChannelPath[]): RemovalEffects {
  const seen = paths.filter((path) => path.channels.length > 0)
  const channels = [...new Set(seen.flatMap((path) => path.channels))].sort()
  const index = new Map(channels.map((channel, i) => [channel, i + 1]))
  const moves = transitions(seen, index)
  const conversion = seen.length === 0 ? 0 : conversionWithout(moves, -1)
  if (!(conversion > 0)) return { conversion: 0, effects: new Map(channels.map((c) => [c, 0])), shares: new Map() }
  const effects = new Map(channels.map((c, i) => [c, Math.max(0, 1 - conversionWithout(moves, i + 1) / conversion)]))
  const sum = [...effects.values()].reduce((total, effect) => total + effect, 0)
  return { conversion, effects, shares: new Map([...effects].map(([c, effect]) => [c, effect / sum])) }
}
