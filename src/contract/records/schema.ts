// zod schemas of the records as they travel as JSON. They document and check the shape of a request;
// whether a row is good is decided in one place for every door, by the warehouse's reader.
import { z } from 'zod'
import type { Column } from './columns.ts'
import { recordKinds } from './kinds.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

function schemaOf(column: Column): z.ZodType {
  if (column.type === 'json') return z.unknown().describe(column.doc)
  if (column.type === 'list' || column.type === 'refs') return z.union([scalar, z.array(z.string())]).describe(column.doc)
  return scalar.describe(column.choices ? `${column.doc} (${column.choices.join(', ')})` : column.doc)
}

/** One schema per kind: loose objects, because unknown columns are kept under `extra`. */
export const recordSchemas: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  recordKinds.map((kind) => [
    kind.name,
    z
      .looseObject({
        ...Object.fromEntries(kind.columns.map((column) => [column.name, schemaOf(column).optional()])),
        updated_at: scalar.optional().describe('Version of the record: the greatest wins'),
        deleted: scalar.optional().describe('true removes the record'),
      })
      .describe(kind.doc),
  ]),
)

/** A batch of records of one source, by kind. */
export const recordBatch = z.object({
  source: z.string().min(1).max(64),
  records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
})
export type RecordBatch = z.infer<typeof recordBatch>
