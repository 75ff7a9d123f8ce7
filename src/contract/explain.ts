// Questions and answers about why a figure changed and where the funnel loses most. Keys are fixed.
import { z } from 'zod'
import { headSchema, memberSchema, noteSchema } from './answer.ts'
import { creditModes, periodShape } from './query.ts'

export const explainQuerySchema = z.strictObject({
  kpi: z.string(),
  by: z.array(z.string()).max(1).optional().describe('Dimension to explain over; absent: by factors, of a ratio by channel group'),
  ...periodShape,
  credit: z.enum(creditModes).optional(),
  limit: z.number().int().min(1).max(1000).default(100).describe('Groups told one by one; the rest stands as one part'),
})
export type ExplainQuery = z.infer<typeof explainQuerySchema>

const partSchema = z.object({
  id: z.string(),
  label: z.string(),
  contribution: z.number(),
  share: z.number().nullable().describe('Of the whole change; null where nothing changed'),
  effect: z
    .enum(['factor', 'rate', 'mix', 'group', 'pooling', 'rest'])
    .describe('factor of a product; own rate or share of a group; a group of a sum; what groups or factors do not add up to'),
  group: memberSchema.nullable(),
})
export type ExplainPart = z.infer<typeof partSchema>

export const explainAnswerSchema = headSchema.extend({
  kpi: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  change: z.number().nullable(),
  parts: z.array(partSchema),
  residual: z.number().describe('Change less the sum of the parts: 0'),
  reversals: z
    .array(z.object({ dimension: z.string(), groups: z.array(memberSchema) }))
    .describe('Dimensions over which every group moved against the total, or none with it (Simpson)'),
  text: z.string().describe('The same in plain sentences'),
  notes: z.array(noteSchema).optional(),
})
export type ExplainAnswer = z.infer<typeof explainAnswerSchema>
