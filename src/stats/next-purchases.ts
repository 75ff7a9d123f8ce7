// Who buys one thing, buys which other thing next: over steps from a purchase to the next one, so that who buys often or has been a
// customer for long weighs no more on one side than on the other. An association of purchases, not a cause.
import type { Estimate } from './estimate.ts'
import { benjaminiHochberg, fisherExact } from './fisher-exact.ts'
import { newcombe, wilson } from './proportion.ts'
import { studentQuantile } from './special-functions.ts'

/** Purchases of a customer in order, each with the numbers of the things in it; a purchase of unknown things is empty. */
export type Baskets = readonly (readonly number[])[]

/** Of next purchases those with the thing: `hits` of `n`. */
export type Tally = { hits: number; n: number }
export type Pair = { bought: number; offer: number; after: Tally; without: Tally }
export type FoundPair = Pair & { share: Estimate; base: Estimate; difference: Estimate; lift: number | null; p: number; q: number }
export type NextPurchases = {
  /** Those that go together beyond chance, the greatest difference first. */
  found: FoundPair[]
  tests: number
  /** Steps from a purchase to the next one. */
  steps: number
  /** Without a finding: about so many more next purchases would show the clearest difference, if it is real; null = nobody can tell. */
  needed: number | null
}

/** A side of a test has so many cases. */
export const CASES_LEAST = 20
/** Of the findings so many may be false. */
const FALSE_FINDINGS = 0.1
const NEEDED_MOST = 100_000
/** Degrees of freedom at which Student's t is the normal law. */
const NORMAL = 1e7

/**
 * Every ordered pair of `things` things. A case of A → B is a step at whose beginning the customer has not bought B yet: with A bought so
 * far, or without; a hit is B in the next purchase. As with a survivor's risk sets (Cox 1972, JRSS B 34:187-220) each step depends on the
 * past alone, so steps of one customer count apart. Fisher's exact test, Benjamini-Hochberg at 10 % over all pairs with 20 cases a side.
 */
export function findNextPurchases(customers: Iterable<Baskets>, things: number): NextPurchases {
  const counts = countSteps(customers, things)
  const pairs = pairsOf(counts, things)
  const tested = pairs.filter(({ after, without }) => Math.min(after.n, without.n) >= CASES_LEAST)
  const pValues = tested.map(({ after, without }) => fisherExact(after.hits, after.n, without.hits, without.n))
  const judged = benjaminiHochberg(pValues, FALSE_FINDINGS).map((one, i) => ({ ...one, pair: tested[i]! }))
  const found = judged.filter(({ found: is, pair }) => is && rise(pair) > 0).map(({ pair, p, q }) => ({ ...measured(pair), p, q }))
  return {
    found: found.sort(
      (a, b) => (b.difference.value ?? 0) - (a.difference.value ?? 0) || a.p - b.p || a.bought - b.bought || a.offer - b.offer,
    ),
    tests: tested.length,
    steps: counts.steps,
    needed: found.length > 0 ? null : neededFor(pairs),
  }
}

type Counts = { steps: number; hits: Float64Array; cases: Float64Array; afterHits: Float64Array; afterCases: Float64Array }

/** All steps of a thing not bought yet, and of them those after each other thing. */
function countSteps(customers: Iterable<Baskets>, things: number): Counts {
  const square = () => new Float64Array(things * things)
  const counts: Counts = {
    steps: 0,
    hits: new Float64Array(things),
    cases: new Float64Array(things),
    afterHits: square(),
    afterCases: square(),
  }
  for (const baskets of customers) {
    const had = new Set<number>()
    for (let at = 0; at + 1 < baskets.length; at++) {
      for (const thing of baskets[at]!) had.add(thing)
      // What is in a purchase nobody knows tells nothing of what is not in it.
      if (baskets[at + 1]!.length === 0) continue
      counts.steps++
      const next = new Set(baskets[at + 1])
      for (let offer = 0; offer < things; offer++) if (!had.has(offer)) countCase(counts, { had, offer, isHit: next.has(offer), things })
    }
  }
  return counts
}

type Case = { had: ReadonlySet<number>; offer: number; isHit: boolean; things: number }

function countCase(counts: Counts, { had, offer, isHit, things }: Case): void {
  counts.cases[offer]!++
  if (isHit) counts.hits[offer]!++
  for (const bought of had) {
    counts.afterCases[bought * things + offer]!++
    if (isHit) counts.afterHits[bought * things + offer]!++
  }
}

function pairsOf({ hits, cases, afterHits, afterCases }: Counts, things: number): Pair[] {
  return Array.from({ length: things * things }, (_, at) => {
    const [bought, offer] = [Math.floor(at / things), at % things]
    const after = { hits: afterHits[at]!, n: afterCases[at]! }
    return { bought, offer, after, without: { hits: hits[offer]! - after.hits, n: cases[offer]! - after.n } }
  }).filter(({ bought, offer }) => bought !== offer)
}

const rise = ({ after, without }: Pair): number =>
  after.n === 0 || without.n === 0 ? Number.NEGATIVE_INFINITY : after.hits / after.n - without.hits / without.n

function measured(pair: Pair): Omit<FoundPair, 'p' | 'q'> {
  const { after, without } = pair
  return {
    ...pair,
    share: wilson(after.hits, after.n),
    base: wilson(without.hits, without.n),
    difference: newcombe(after.hits, after.n, without.hits, without.n),
    lift: without.hits === 0 ? null : after.hits / after.n / (without.hits / without.n),
  }
}

/** The least further steps after one of the things that would bring some pair its cases and, at its own shares, a finding among as many. */
function neededFor(pairs: readonly Pair[]): number | null {
  const z = studentQuantile(1 - FALSE_FINDINGS / pairs.length / 2, NORMAL)
  const each = pairs.filter((pair) => rise(pair) > 0).map((pair) => furtherCases(pair, z))
  const least = Math.min(NEEDED_MOST + 1, ...each)
  return least > NEEDED_MOST ? null : least
}

/** By the two-sample test of shares, whose z grows with the root of the cases. */
function furtherCases(pair: Pair, asked: number): number {
  const { after, without } = pair
  const pooled = (after.hits + without.hits) / (after.n + without.n)
  const z = rise(pair) / Math.sqrt(pooled * (1 - pooled) * (1 / after.n + 1 / without.n))
  const times = Math.max((asked / z) ** 2, CASES_LEAST / after.n, CASES_LEAST / without.n)
  return Math.max(1, Math.ceil((times - 1) * after.n))
}
