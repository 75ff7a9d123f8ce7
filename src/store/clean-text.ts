// Foreign text made fit for PostgreSQL, which takes neither the character 0 nor half a surrogate pair; and cut.

export function cleanText(text: string, charsMax: number): string {
  return text.slice(0, charsMax).replaceAll('\u0000', '\uFFFD').toWellFormed()
}

const keyCharsMax = 300

/** As JSON, every text and key of it cleaned; null when it is longer. */
export function cleanJson(raw: unknown, charsMax: number): string | null {
  const written = JSON.stringify(raw, (_key, value) => {
    if (typeof value === 'string') return cleanText(value, charsMax)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key, keyCharsMax), inner]))
  })
  return written.length > charsMax ? null : written
}
