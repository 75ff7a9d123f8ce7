// What an import is asked and answers, from files and over HTTP. Keys are fixed.
import { z } from 'zod'

const count = z.number().int()

/** Files of the machine that asks; only a caller of the same machine may name them. */
export const importAskSchema = z.strictObject({
  paths: z.array(z.string()).min(1).max(1000).describe('Directories, files or zips; absolute'),
  source: z.string().min(1).max(64),
  map: z.string().optional().describe('A mapping file; absolute'),
  raw: z.boolean().default(false).describe('The files hold what the API of the system answered'),
  system: z.string().optional().describe('With raw: whose API, when the source is not called so'),
  dry_run: z.boolean().default(false).describe('Read and judge, write nothing'),
})
export type ImportAsk = z.infer<typeof importAskSchema>

/** What is happening, for a progress bar. `total` null = not known. */
export type ImportNews = { step: string; done: number; total: number | null }

export const importAnswerSchema = z.object({
  files: z.array(z.object({ file: z.string(), kind: z.string(), rows: count, accepted: count, unchanged: count, quarantined: count })),
  seconds: z.number(),
  facts: z.object({ leads: count, deals: count, customers: count }).optional(),
  records: z.record(z.string(), z.array(z.unknown())).optional().describe('With dry_run: the records as they would be taken in'),
  quarantine: z
    .array(
      z.object({
        file: z.string(),
        line: count.nullable(),
        column: z.string().nullable(),
        value: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .optional()
    .describe('With dry_run: what would go to the quarantine'),
})
export type ImportAnswer = z.infer<typeof importAnswerSchema>

export const ingestAnswerSchema = z.object({
  accepted: count,
  unchanged: count,
  quarantined: z.array(
    z.object({ kind: z.string(), index: count, column: z.string().nullable(), value: z.string().nullable(), reason: z.string() }),
  ),
})
export type IngestAnswer = z.infer<typeof ingestAnswerSchema>
