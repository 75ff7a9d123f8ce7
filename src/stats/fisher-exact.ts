// Exact tests of a two-by-two table, and the control of how many of many tests may be false.

/** Tables as likely as the seen one up to rounding count as at least as extreme (as in R). */
const AS_LIKELY = 1 + 1e-7

/**
 * Two-sided p of hits1 of n1 against hits2 of n2: the sum over all tables with these margins that are not likelier than the seen one.
 * Fisher 1935, JRSS 98:39-82; two-sided as Freeman and Halton 1951, Biometrika 38:141-149.
 */
export function fisherExact(hits1: number, n1: number, hits2: number, n2: number): number {
  const hits = hits1 + hits2
  const least = Math.max(0, hits - n2)
  const most = Math.min(n1, hits)
  // Chances relative to the likeliest table, each from the one before: far tables vanish, near ones keep all digits.
  const next = (k: number) => ((n1 - k) * (hits - k)) / ((k + 1) * (n2 - hits + k + 1))
  const mode = Math.min(most, Math.max(least, Math.floor(((n1 + 1) * (hits + 1)) / (n1 + n2 + 2))))
  const chances = new Map([[mode, 1]])
  for (let k = mode; k < most && chances.get(k)! > 0; k++) chances.set(k + 1, chances.get(k)! * next(k))
  for (let k = mode; k > least && chances.get(k)! > 0; k--) chances.set(k - 1, chances.get(k)! / next(k - 1))
  const limit = (chances.get(hits1) ?? 0) * AS_LIKELY
  let [sum, total] = [0, 0]
  for (const chance of chances.values()) {
    total += chance
    if (chance <= limit) sum += chance
  }
  return Math.min(1, sum / total)
}

export type Adjusted = { p: number; q: number; found: boolean }

/**
 * Adjusted p (`q`) of each test and whether it is a finding when at most `rate` of the findings may be false, in the order given.
 * Benjamini and Hochberg 1995, JRSS B 57:289-300.
 */
export function benjaminiHochberg(pValues: readonly number[], rate: number): Adjusted[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[b]! - pValues[a]!)
  const answer: Adjusted[] = pValues.map((p) => ({ p, q: 1, found: false }))
  let q = 1
  order.forEach((i, place) => {
    q = Math.min(q, (pValues[i]! * pValues.length) / (pValues.length - place))
    answer[i] = { p: pValues[i]!, q, found: q <= rate }
  })
  return answer
}
