// Answers of several models of attribution → one grid: the share of revenue each gives to a channel, the greatest channels first.
import type { AttributionAnswer } from '../../../src/contract/attribution.ts'

type Given = Pick<AttributionAnswer, 'model' | 'revenue' | 'channels'>
export type ModelCell = { channel: string; model: string; share: number }

const channelsMax = 12

export function prepareModels(answers: readonly Given[]): { channels: string[]; cells: ModelCell[] } {
  const cells = answers.flatMap(({ model, revenue, channels }) =>
    channels.map(({ channel, revenue: own }): ModelCell => ({ channel, model, share: revenue > 0 ? own / revenue : 0 })),
  )
  const sum = new Map<string, number>()
  for (const { channel, share } of cells) sum.set(channel, (sum.get(channel) ?? 0) + share)
  const channels = [...sum].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([channel]) => channel)
  const shown = channels.slice(0, channelsMax)
  return { channels: shown, cells: cells.filter(({ channel }) => shown.includes(channel)) }
}
