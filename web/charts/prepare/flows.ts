// Streams between columns of places (a sankey): heights on one scale, streams stacked in the order of the places they join. Places 0..1.

export type FlowTone = 'mark' | 'better' | 'worse' | 'quiet' | 'soft' | `category-${1 | 2 | 3 | 4 | 5 | 6}`
export type FlowNode = { id: string; column: number; label: string; value: number; tone: FlowTone }
export type FlowLink = { from: string; to: string; value: number; tone: FlowTone; text: string }
export type PlacedNode = FlowNode & { start: number; size: number }
export type PlacedLink = FlowLink & { fromColumn: number; toColumn: number; fromStart: number; toStart: number; size: number }
export type Flows = { columns: number; nodes: PlacedNode[]; links: PlacedLink[] }

/** Room between the places of a column, all of them together. */
const gapShare = 0.3
const gapMax = 0.07

/** Nodes stand in their column in the order given; one that less flows through than it holds keeps its own size. */
export function prepareFlows(nodes: readonly FlowNode[], links: readonly FlowLink[]): Flows {
  const columns = Math.max(0, ...nodes.map(({ column }) => column + 1))
  const byColumn = Array.from({ length: columns }, (_, column) => nodes.filter((node) => node.column === column))
  const tallest = Math.max(1, ...byColumn.map((list) => list.reduce((sum, { value }) => sum + value, 0)))
  const longest = Math.max(1, ...byColumn.map((list) => list.length - 1))
  const gap = Math.min(gapMax, gapShare / longest)
  const scale = (1 - gap * longest) / tallest
  const placed = byColumn.flatMap((list) => {
    let at = 0
    return list.map((node): PlacedNode => {
      const size = node.value * scale
      const start = at
      at += size + gap
      return { ...node, start, size }
    })
  })
  const place = new Map(placed.map((node, index) => [node.id, { ...node, order: index }]))
  const known = links.flatMap((link) => {
    const [from, to] = [place.get(link.from), place.get(link.to)]
    return from && to && link.value > 0 ? [{ link, from, to }] : []
  })
  /** Where each stream begins at one of its ends, beside those that stand before it there. */
  const stack = (end: 'from' | 'to', other: 'from' | 'to') => {
    const at = new Map<string, number>()
    const found = new Map<FlowLink, number>()
    for (const one of known.toSorted((a, b) => a[other].column - b[other].column || a[other].order - b[other].order)) {
      const start = at.get(one[end].id) ?? one[end].start
      found.set(one.link, start)
      at.set(one[end].id, start + one.link.value * scale)
    }
    return found
  }
  const [starts, ends] = [stack('from', 'to'), stack('to', 'from')]
  return {
    columns,
    nodes: placed,
    links: known.map(({ link, from, to }) => ({
      ...link,
      ...{ fromColumn: from.column, toColumn: to.column, size: link.value * scale },
      ...{ fromStart: starts.get(link) ?? 0, toStart: ends.get(link) ?? 0 },
    })),
  }
}
