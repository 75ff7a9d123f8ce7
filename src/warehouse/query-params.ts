// Makes placeholder values fit ClickHouse's text form. Only what the client library cannot know from a value alone.

const WIDE_ARRAY = /\{(\w+)\s*:\s*Array\((?:Nullable\()?U?Int(?:64|128|256)\)?\)\}/g

/** Decimal strings in arrays of wide integers must go unquoted; elsewhere a string may look like a number and stay one. */
export function fitParams(sql: string, params: Record<string, unknown>): Record<string, unknown> {
  const fitted = { ...params }
  for (const [, name = ''] of sql.matchAll(WIDE_ARRAY)) {
    const value = fitted[name]
    if (Array.isArray(value)) fitted[name] = value.map((item) => (typeof item === 'string' ? BigInt(item) : item))
  }
  return fitted
}
