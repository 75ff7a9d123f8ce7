// JSON as systems send it: a number that would lose digits stays text.

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

const withoutZeros = (source: string) => (source.includes('.') ? source.replace(/\.?0+$/, '') : source)

/** Ids beyond 2^53 and amounts with more places than a double holds are kept as they were written. */
const keepDigits: Reviver = (_, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== withoutZeros(source) ? source : value

/** Undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) as unknown
  } catch {
    // TRICKY: JSON.parse says "not JSON" by throwing; an API may have answered with a page of HTML.
    return undefined
  }
}
