// A row of Mango's statistics: cells in the order in which a sync asks for them.
import { z } from 'zod'
import { isValues, wire } from '../wire-values.ts'

/** `create` stands last, so that the order of Mango's own example is read, too. */
export const FIELDS = [
  ...['records', 'start', 'finish', 'answer', 'from_extension', 'from_number', 'to_extension', 'to_number', 'disconnect_reason'],
  ...['line_number', 'location', 'entry_id', 'create'],
]

const toNames = (raw: unknown) => {
  if (isValues(raw)) return raw
  return Array.isArray(raw) && (raw.length === 12 || raw.length === 13)
    ? Object.fromEntries(FIELDS.map((name, at) => [name, raw[at]]))
    : undefined
}

export const row = z.preprocess(
  toNames,
  z
    .object({
      ...{ records: wire.text, start: wire.number, finish: wire.number, answer: wire.number, create: wire.number, entry_id: wire.text },
      ...{ from_extension: wire.text, from_number: wire.text, to_extension: wire.text, to_number: wire.text },
      ...{ disconnect_reason: wire.text, line_number: wire.text, location: wire.text },
    })
    .refine((value) => (value.start ?? 0) > 1e9, { path: ['start'], error: 'not Unix seconds: are the columns in the order asked for?' }),
)
export type MangoRow = z.output<typeof row>
