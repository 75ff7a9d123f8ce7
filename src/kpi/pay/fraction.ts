// Exact fractions of whole numbers: what is paid must not depend on how a computer rounds.

export type Fraction = { readonly n: bigint; readonly d: bigint }

const make = (n: bigint, d: bigint): Fraction => (d < 0n ? { n: -n, d: -d } : { n, d })

/** A number as it is written: 0.1 is one tenth. */
export function fraction(value: number): Fraction {
  const written = /e/i.test(String(value)) ? value.toFixed(12) : String(value)
  const [whole = '0', decimals = ''] = written.split('.')
  return make(BigInt(whole + decimals), 10n ** BigInt(decimals.length))
}

export const add = (a: Fraction, b: Fraction): Fraction => make(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { n: -b.n, d: b.d })
export const multiply = (a: Fraction, b: Fraction): Fraction => make(a.n * b.n, a.d * b.d)
/** The divisor is not 0. */
export const divide = (a: Fraction, b: Fraction): Fraction => make(a.n * b.d, a.d * b.n)
export const isLess = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d
export const least = (a: Fraction, b: Fraction): Fraction => (isLess(a, b) ? a : b)
export const zero: Fraction = { n: 0n, d: 1n }
export const one: Fraction = { n: 1n, d: 1n }

/** To hundredths, half away from zero. */
export function toMoney({ n, d }: Fraction): number {
  const size = n < 0n ? -n : n
  const hundredths = (size * 200n + d) / (d * 2n)
  return (n < 0n ? -1 : 1) * (Number(hundredths) / 100)
}

/** As near as a number comes. */
export function toNumber({ n, d }: Fraction): number {
  const scaled = (n * 10n ** 15n) / d
  return Number(scaled) / 1e15
}
