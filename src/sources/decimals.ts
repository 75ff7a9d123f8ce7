// Exact arithmetic on decimals as text: money never becomes a binary fraction on its way in.

const plain = /^-?\d+(\.\d+)?$/
const placesOf = (text: string) => text.split('.')[1]?.length ?? 0
const scale = (text: string, places: number) => BigInt(`${text.split('.')[0]}${(text.split('.')[1] ?? '').padEnd(places, '0')}`)

function print(value: bigint, places: number): string {
  if (places === 0) return String(value)
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** The sum of two decimals; null where one is none. */
export function plus(a: string, b: string): string | null {
  if (!plain.test(a) || !plain.test(b)) return null
  const places = Math.max(placesOf(a), placesOf(b))
  return print(scale(a, places) + scale(b, places), places)
}

/** The product of two decimals; null where one is none. */
export function times(a: string, b: string): string | null {
  if (!plain.test(a) || !plain.test(b)) return null
  return print(scale(a, placesOf(a)) * scale(b, placesOf(b)), placesOf(a) + placesOf(b))
}

const QUOTIENT_PLACES = 8

/** a / b rounded to eight places, without zeros at the end; null where one is no decimal or b is 0. */
export function divide(a: string, b: string): string | null {
  if (!plain.test(a) || !plain.test(b)) return null
  const places = Math.max(placesOf(a), placesOf(b))
  const divisor = scale(b, places)
  if (divisor === 0n) return null
  const digits = (scale(a, places) * 10n ** BigInt(QUOTIENT_PLACES + 1)) / divisor
  const quotient = (digits + (digits < 0n ? -5n : 5n)) / 10n
  return print(quotient, QUOTIENT_PLACES).replace(/\.?0+$/, '')
}

/** An amount in the smallest unit of its currency as a decimal: 1999 with 2 places is 19.99. */
export function fromMinor(units: string, places: number): string | null {
  return /^-?\d+$/.test(units) ? print(BigInt(units), places) : null
}
