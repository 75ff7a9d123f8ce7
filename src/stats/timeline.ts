// Cases in time, brought to the counts at each instant that every survival figure starts from.

/** Outcome codes of a case at its exit. With one kind of event only CENSORED and EVENT occur. */
export const CENSORED = 0
export const EVENT = 1
export const COMPETING = 2

/**
 * Cases as parallel arrays. `entry` missing = all from the start; `weight` missing = 1 each (split credit makes it real).
 * A case with exit < entry was never at risk and is left out.
 */
export type Cases = {
  exit: ArrayLike<number>
  outcome: ArrayLike<number>
  entry?: ArrayLike<number> | null
  weight?: ArrayLike<number> | null
}

/** The same already counted per instant, in any order of t, each t once; all from the start. */
export type Histogram = {
  t: ArrayLike<number>
  events: ArrayLike<number>
  censored: ArrayLike<number>
  competing?: ArrayLike<number> | null
}

/**
 * Counts at the ascending distinct exit times. At risk at t = cases with entry <= t <= exit: at one instant entries come first,
 * then events, then censorings. Kalbfleisch and Prentice 2002, ch. 1.4 (delayed entry: Keiding 1992, JRSS A 155:371-412).
 */
export type Timeline = {
  t: Float64Array
  atRisk: Float64Array
  events: Float64Array
  competing: Float64Array
  censored: Float64Array
  /** Weighted cases, censored included. */
  n: number
  /** Weighted cases that entered after the start. */
  enteredLate: number
}

type FiveColumns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
type Sorted = { times: Float64Array; weights: Float64Array | null }

function sortedClass(times: Float64Array, weights: Float64Array | null): Sorted {
  if (weights === null) return { times: times.sort(), weights: null }
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]!)
  return { times: Float64Array.from(order, (i) => times[i]!), weights: Float64Array.from(order, (i) => weights[i]!) }
}

/** Takes the cases with one outcome out of the rest; `outcome` null takes all, by their entries. */
function classOf(cases: Cases, keep: Uint8Array, outcome: number | null): Sorted {
  const n = cases.exit.length
  const times = new Float64Array(n)
  const weights = cases.weight ? new Float64Array(n) : null
  const clock = outcome === null ? cases.entry! : cases.exit
  let size = 0
  for (let i = 0; i < n; i++) {
    if (keep[i] === 0 || (outcome !== null && cases.outcome[i] !== outcome)) continue
    times[size] = clock[i]!
    if (weights !== null) weights[size] = cases.weight![i]!
    size++
  }
  return sortedClass(times.subarray(0, size), weights === null ? null : weights.subarray(0, size))
}

/** A reader that gives the weight of all entries of a sorted class up to and including t, once each. */
function reader(sorted: Sorted): { next: () => number; takeUpTo: (t: number) => number } {
  const { times, weights } = sorted
  let i = 0
  return {
    next: () => (i < times.length ? times[i]! : Infinity),
    takeUpTo: (t) => {
      const from = i
      let sum = 0
      while (i < times.length && times[i]! <= t) {
        if (weights !== null) sum += weights[i]!
        i++
      }
      return weights === null ? i - from : sum
    },
  }
}

function sumOf(sorted: Sorted): number {
  return sorted.weights === null ? sorted.times.length : sorted.weights.reduce((sum, w) => sum + w, 0)
}

/** Counts the cases at each distinct exit time: one sort per outcome and a merge. */
export function timelineOf(cases: Cases): Timeline {
  const size = cases.exit.length
  const keep = new Uint8Array(size)
  let late = 0
  for (let i = 0; i < size; i++) {
    const entry = cases.entry ? cases.entry[i]! : 0
    keep[i] = entry <= cases.exit[i]! ? 1 : 0
    if (keep[i] === 1 && entry > 0) late += cases.weight ? cases.weight[i]! : 1
  }
  const classes = [EVENT, COMPETING, CENSORED].map((outcome) => classOf(cases, keep, outcome))
  const n = classes.reduce((sum, one) => sum + sumOf(one), 0)
  const entries = cases.entry ? reader(classOf(cases, keep, null)) : null
  return merge(classes.map(reader), entries, n, late, size)
}

function merge(
  classes: ReturnType<typeof reader>[],
  entries: ReturnType<typeof reader> | null,
  n: number,
  late: number,
  size: number,
): Timeline {
  const [events, competing, censored] = classes as [ReturnType<typeof reader>, ReturnType<typeof reader>, ReturnType<typeof reader>]
  const columns = Array.from({ length: 5 }, () => new Float64Array(size)) as FiveColumns
  let inside = entries === null ? n : 0
  let length = 0
  for (;;) {
    const t = Math.min(events.next(), competing.next(), censored.next())
    if (t === Infinity) break
    if (entries !== null) inside += entries.takeUpTo(t)
    const [d1, d2, c] = [events.takeUpTo(t), competing.takeUpTo(t), censored.takeUpTo(t)]
    columns[0][length] = t
    columns[1][length] = inside
    columns[2][length] = d1
    columns[3][length] = d2
    columns[4][length] = c
    inside -= d1 + d2 + c
    length++
  }
  const [t, atRisk, d1, d2, c] = columns.map((column) => column.subarray(0, length)) as typeof columns
  return { t, atRisk, events: d1, competing: d2, censored: c, n, enteredLate: late }
}

/** A timeline from counts per instant. */
export function timelineOfHistogram(histogram: Histogram): Timeline {
  const size = histogram.t.length
  const times = Float64Array.from(histogram.t)
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]!)
  const column = (from: ArrayLike<number> | null | undefined) => (from ? Float64Array.from(order, (i) => from[i]!) : new Float64Array(size))
  const [t, events, competing, censored] = [
    column(times),
    column(histogram.events),
    column(histogram.competing),
    column(histogram.censored),
  ]
  const atRisk = new Float64Array(size)
  let inside = 0
  for (let j = size - 1; j >= 0; j--) {
    inside += events[j]! + competing[j]! + censored[j]!
    atRisk[j] = inside
  }
  return { t, atRisk, events, competing, censored, n: inside, enteredLate: 0 }
}

/** What is left of the cases of `all` without those of `part`, which are among them; all from the start, whole weights. */
export function timelineWithout(all: Timeline, part: Timeline): Timeline {
  const size = all.t.length
  const [t, atRisk, events, competing, censored] = Array.from({ length: 5 }, () => new Float64Array(size)) as FiveColumns
  let [length, own, inside] = [0, 0, all.n - part.n]
  for (let i = 0; i < size; i++) {
    const isShared = part.t[own] === all.t[i]
    const d1 = all.events[i]! - (isShared ? part.events[own]! : 0)
    const d2 = all.competing[i]! - (isShared ? part.competing[own]! : 0)
    const c = all.censored[i]! - (isShared ? part.censored[own]! : 0)
    if (isShared) own++
    if (d1 + d2 + c === 0) continue
    t[length] = all.t[i]!
    atRisk[length] = inside
    events[length] = d1
    competing[length] = d2
    censored[length] = c
    inside -= d1 + d2 + c
    length++
  }
  const [at, risk, hits, misses, open] = [t, atRisk, events, competing, censored].map((column) => column.subarray(0, length)) as FiveColumns
  return { t: at, atRisk: risk, events: hits, competing: misses, censored: open, n: all.n - part.n, enteredLate: 0 }
}

/** A hazard d / n, exactly 1 when all at risk have it, whatever the rounding of summed weights. */
export const hazard = (d: number, atRisk: number): number => (d >= atRisk * (1 - 1e-12) ? 1 : d / atRisk)

/** The last time at which a case left (event or censored), -Infinity without cases. */
export const lastExit = (timeline: Timeline): number => timeline.t.at(-1) ?? -Infinity
