// What happened that somebody would want to be told of: long work that runs or ended, sources that fail.
import { z } from 'zod'

export const noticeKinds = ['import_running', 'import_done', 'source_reading', 'source_read', 'source_failing'] as const

export const noticesSchema = z.object({
  notices: z
    .array(
      z.object({
        id: z.string().describe('The same as long as it is the same event'),
        kind: z.enum(noticeKinds),
        at: z.string(),
        source: z.string(),
        rows: z.number().nullable().describe('Rows taken in'),
        quarantined: z.number().describe('Rows that were not'),
        error: z.string().nullable(),
      }),
    )
    .describe('Latest first'),
})
export type Notices = z.infer<typeof noticesSchema>
