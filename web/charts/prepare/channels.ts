// Which channels are worth naming in a sentence: the one that brings most money, and the best and the worst return on advertising.
import type { AttributionAnswer } from '../../../src/contract/attribution.ts'

export type ChannelLine = AttributionAnswer['channels'][number]
export type ChannelNews = { first: ChannelLine | null; best: ChannelLine | null; worst: ChannelLine | null }

/** Returns on fewer sales than this are chance. */
const winsMin = 5

export function channelNews({ channels }: Pick<AttributionAnswer, 'channels'>): ChannelNews {
  const paid = channels.filter(({ romi, wins }) => romi !== null && wins >= winsMin).toSorted((a, b) => (b.romi ?? 0) - (a.romi ?? 0))
  const byMoney = channels.toSorted((a, b) => b.revenue - a.revenue)
  return { first: byMoney[0] ?? null, best: paid[0] ?? null, worst: paid.length > 1 ? (paid.at(-1) ?? null) : null }
}
