// A file dropped on the page: what it holds, how it is proposed to be read, what a try of that makes of it.
import { z } from 'zod'
import { importAnswerSchema } from './imports.ts'

const count = z.number().int()
const id = z.string().min(1).max(64)

export const uploadAskSchema = z.object({
  name: z.string().min(1).max(200).default('table.csv').describe('Name of the file, with its ending'),
})

export const uploadedSchema = z.object({
  upload: z.string(),
  file: z.string(),
  sheets: z
    .array(z.object({ title: z.string(), headers: z.array(z.string()), skip_rows: count }))
    .describe('Tables of a file that needs a mapping'),
  ready: z
    .array(z.object({ kind: z.string(), rows: count }))
    .nullable()
    .describe('Kinds of records that can be taken in as they are; null = the file needs a mapping'),
})
export type Uploaded = z.infer<typeof uploadedSchema>

export const uploadProposalAskSchema = z.object({
  id,
  sheet: z.string().max(200).optional().describe('Title of the table; absent: the first'),
  kind: z.string().max(40).optional().describe('What the rows are; absent: guessed'),
})

const field = z.object({
  name: z.string(),
  type: z.string(),
  required: z.boolean(),
  choices: z.array(z.string()),
  doc: z.string(),
})
export const uploadProposalSchema = z.object({
  kind: z.string().nullable().describe('null = it cannot be told from the headers'),
  kinds: z.array(z.string()).describe('What rows can be'),
  fields: z.array(field).describe('Columns of that kind'),
  headers: z.array(
    z.object({
      header: z.string(),
      samples: z.array(z.string()).describe('The first different values'),
      column: z.string().nullable().describe('Column of the record it is taken for'),
      by_values: z.boolean().describe('Told by its values, not by its header'),
    }),
  ),
  values: z
    .record(z.string(), z.record(z.string(), z.string().nullable()))
    .describe('By column of the record: value in the file → value of the record; null = no word told'),
  constants: z.record(z.string(), z.string()),
  also: z.record(z.string(), z.string()).describe('Columns that are read from a header that serves another one too'),
  open: z
    .array(z.object({ key: z.enum(['dates', 'decimals']), header: z.string(), example: z.string() }))
    .describe('What can be read two ways'),
  currency: z.string().nullable(),
})
export type UploadProposal = z.infer<typeof uploadProposalSchema>

/** `mapping` as in a mapping file; null = as the file is. */
export const uploadTakeSchema = z.object({
  id,
  source: z.string().min(1).max(64),
  mapping: z.record(z.string(), z.unknown()).nullable().default(null),
})

export const uploadTriedSchema = importAnswerSchema.pick({ files: true }).extend({
  quarantine: importAnswerSchema.shape.quarantine.unwrap().describe('The first rows that would not be taken in'),
  records: z.record(z.string(), z.array(z.unknown())).describe('The first records of each kind'),
  days: z.object({ from: z.string(), to: z.string() }).nullable().describe('Days the cases of the file lie in, `to` exclusive'),
  timezone: z.string().describe('Zone in which times without an offset were read'),
})
export type UploadTried = z.infer<typeof uploadTriedSchema>

export const uploadGoneSchema = z.object({ id })
