// Which channels of a journey a sale is credited to, as SQL over its `steps` (day, group), `channels` and `weights`: what stats/attribution.ts
// says of one journey, for many at once. A test holds the two together.
import type { AttributionModel } from '../contract/query.ts'
import type { JourneyRules } from './expression/types.ts'
import { printSql } from './sql/print.ts'

const HALF_LIFE_DAYS = 7
const each = (weight: string) => `arrayMap((x, i) -> toFloat64(${weight}), steps, arrayEnumerate(steps))`
const length = 'length(steps)'

/** Weight of each step; they need not sum to 1. */
const weights: Readonly<Record<Exclude<AttributionModel, 'markov'>, string>> = {
  first: each('i = 1'),
  last: each(`i = ${length}`),
  last_non_direct: each(
    `i = if(arrayExists(c -> c != 'direct', channels), arrayLastIndex(c -> c != 'direct', channels), toUInt64(${length}))`,
  ),
  linear: each('1'),
  time_decay: each(`exp2(-(steps[-1].1 - x.1) / ${HALF_LIFE_DAYS})`),
  position: each(`multiIf(${length} <= 2, 1, i = 1 OR i = ${length}, 0.4, 0.2 / (${length} - 2))`),
  shapley: each('indexOf(channels, x.2) = i'),
}

export const weightSql = (model: Exclude<AttributionModel, 'markov'>): string => weights[model]

const text = (value: string) => printSql({ node: 'text', value })
/** Channel of a sale that none is known of. */
const nobody = "''"

/** Every channel with its share in each frame; what has no share in a frame goes to nobody. */
function sharesSql(shares: readonly ReadonlyMap<string, number>[]): string {
  const inFrames = (share: (frame: ReadonlyMap<string, number>) => number) =>
    `[${shares.map((frame) => `toFloat64(${share(frame)})`).join(', ')}]`
  const channels = [...new Set(shares.flatMap((frame) => [...frame.keys()]))].sort()
  const entries = channels.map((channel) => `(${text(channel)}, ${inFrames((frame) => frame.get(channel) ?? 0)})`)
  const all = [...entries, `(${nobody}, ${inFrames((frame) => (frame.size === 0 ? 1 : 0))})`]
  return `if(empty(channels), [(${nobody}, ${inFrames(() => 1)})], [${all.join(', ')}])`
}

/** Array of (channel, credit), the credits summing to 1; of markov the credit is a list with that of every frame. */
export function creditSql({ model, shares = [] }: JourneyRules): string {
  if (model === 'markov') return sharesSql(shares)
  const credit = 'arraySum((d, w) -> if(d = c, w, 0.), channels, weights) / arraySum(weights)'
  return `if(empty(channels), [(${nobody}, toFloat64(1))], arrayFilter(x -> x.2 > 0, arrayMap(c -> (c, ${credit}), arrayDistinct(channels))))`
}
