// Union-find over pairs of clients that cases tie together. Pure.

/** Base → root for every base that stands in an edge; the root is the smallest of its group, so that order never matters. */
export function joinParties(edges: readonly (readonly [string, string])[]): Map<string, string> {
  const parent = new Map<string, string>()
  const find = (base: string): string => {
    let root = base
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next
    for (let at = base; at !== root; ) {
      const next = parent.get(at) ?? root
      parent.set(at, root)
      at = next
    }
    return root
  }
  for (const [a, b] of edges) {
    for (const base of [a, b]) if (!parent.has(base)) parent.set(base, base)
    const [x, y] = [find(a), find(b)]
    if (x !== y) {
      const [low, high] = BigInt(x) < BigInt(y) ? [x, y] : [y, x]
      parent.set(high, low)
    }
  }
  return new Map([...parent.keys()].map((base) => [base, find(base)]))
}
