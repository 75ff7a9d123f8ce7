// Which neighbours of a sorted league cannot be told apart: brackets over rows, laid into lanes so that they do not cross.

export type Span = { low: number; high: number }
/** Rows first..last, both included. */
export type Bracket = { first: number; last: number; lane: number }

const lanesMax = 4

const isTogether = (a: Span, b: Span) => a.low <= b.high && b.low <= a.high

/** The longest stretches of neighbours whose spans all overlap; a stretch inside another is left out, one alone has no bracket. */
export function prepareBrackets(spans: readonly (Span | null)[]): Bracket[] {
  const stretches: { first: number; last: number }[] = []
  for (const [first, span] of spans.entries()) {
    let last = first
    while (span && last + 1 < spans.length) {
      const next = spans[last + 1] ?? null
      const stretch = spans.slice(first, last + 1)
      if (!next || !stretch.every((known) => known && isTogether(known, next))) break
      last += 1
    }
    if (last > first && !stretches.some((known) => known.last >= last)) stretches.push({ first, last })
  }
  const ends: number[] = []
  return stretches.flatMap(({ first, last }): Bracket[] => {
    const free = ends.findIndex((end) => end < first)
    const lane = free >= 0 ? free : ends.length
    if (lane >= lanesMax) return []
    ends[lane] = last
    return [{ first, last, lane }]
  })
}
