// Counts that sum to a whole → bars from zero with shares, greatest first, the long tail folded into one. For the ledger and the refusals.

export type Part<Item> = { item: Item; count: number; share: number; width: number; running: number }

/** `running` is the share of this part and all before it: what a Pareto line shows. */
export function preparePartsOfWhole<Item>(items: readonly Item[], countOf: (item: Item) => number, isSorted = true): Part<Item>[] {
  const ordered = isSorted ? items.toSorted((a, b) => countOf(b) - countOf(a)) : [...items]
  const whole = ordered.reduce((sum, item) => sum + countOf(item), 0)
  const widest = Math.max(1, ...ordered.map(countOf))
  let running = 0
  return ordered.map((item) => {
    const count = countOf(item)
    running += count
    return { item, count, share: whole > 0 ? count / whole : 0, width: count / widest, running: whole > 0 ? running / whole : 0 }
  })
}
