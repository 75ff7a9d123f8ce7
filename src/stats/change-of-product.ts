// Why a product of factors changed (revenue = leads × qualified per lead × won per qualified × revenue per won): one part a factor.

/** A factor in the two periods; null = an undefined quotient. */
export type Factor = { before: number | null; after: number | null }

export type Part = {
  value: number
  /** Part of the whole change; null where nothing changed. */
  share: number | null
}

export type ProductChange = { change: number; parts: Part[]; method: 'lmdi' | 'shapley' }

const product = (values: readonly number[]): number => values.reduce((all, x) => all * x, 1)

/** Logarithmic mean of two positive numbers. */
function logarithmicMean(a: number, b: number): number {
  const ratio = Math.log(a / b)
  // Near 1 the quotient loses its digits; the series does not.
  return Math.abs(ratio) < 1e-5 ? b * (1 + ratio / 2 + (ratio * ratio) / 6) : (a - b) / ratio
}

/** Mean over all orders in which the factors may change of what each adds when its turn comes. Shapley 1953; Sun 1998, Energy Economics. */
function shapleyParts(before: readonly number[], after: readonly number[]): number[] {
  const size = before.length
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
  const parts = before.map(() => 0)
  for (let changed = 0; changed < 1 << size; changed++) {
    const others = before.map((x, i) => (changed & (1 << i) ? after[i]! : x))
    const count = others.filter((_, i) => changed & (1 << i)).length
    const weight = (factorial(count) * factorial(size - count - 1)) / factorial(size)
    for (let i = 0; i < size; i++) {
      if (changed & (1 << i)) continue
      const rest = product(others.filter((_, j) => j !== i))
      parts[i]! += weight * rest * (after[i]! - before[i]!)
    }
  }
  return parts
}

/**
 * Parts of the change of a product that sum to it exactly: LMDI-I while every factor is > 0 in both periods (Ang 2004, Energy Policy
 * 32:1131-1139), else the Shapley mean, where an undefined quotient takes the other period's value.
 */
export function explainProduct(factors: readonly Factor[]): ProductChange {
  const before = factors.map((f) => f.before ?? f.after ?? 0)
  const after = factors.map((f) => f.after ?? f.before ?? 0)
  const [from, to] = [product(before), product(after)]
  const change = to - from
  const isPositive = factors.every((f) => (f.before ?? 0) > 0 && (f.after ?? 0) > 0)
  const mean = isPositive ? logarithmicMean(to, from) : 0
  const values = isPositive ? before.map((x, i) => mean * Math.log(after[i]! / x)) : shapleyParts(before, after)
  return {
    change,
    parts: values.map((value) => ({ value, share: change === 0 ? null : value / change })),
    method: isPositive ? 'lmdi' : 'shapley',
  }
}
