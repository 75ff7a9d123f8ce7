// The losses of one kind that are worth a word: those that would bring money, the most first.
import type { Bottleneck } from '../../../src/contract/explain.ts'

export function worthwhile(bottlenecks: readonly Bottleneck[], loss: Bottleneck['loss']): Bottleneck[] {
  const found = bottlenecks.filter((one) => one.loss === loss && one.gain_money !== null && one.gain_money > 0)
  return found.toSorted((a, b) => (b.gain_money ?? 0) - (a.gain_money ?? 0))
}
