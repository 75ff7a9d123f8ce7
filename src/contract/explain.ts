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

export const bottlenecksQuerySchema = z.strictObject({
  pipeline: z.string().optional().describe('Id of one pipeline; absent: all of sales and repeat sales'),
  ...periodShape,
  limit: z.number().int().min(1).max(1000).optional(),
})
export type BottlenecksQuery = z.infer<typeof bottlenecksQuerySchema>

const causeSchema = z.object({
  dimension: z.string(),
  value: z.string().describe('Its id'),
  label: z.string(),
  effect: z.number().describe('Its conversion less that of the rest of the stage'),
  p: z.number().describe('Fisher, two-sided'),
  q: z.number().describe('After Benjamini and Hochberg over all tests of the answer; causes are those of at most 0.1'),
  n: z.number(),
})
export type BottleneckCause = z.infer<typeof causeSchema>

const bottleneckSchema = z.object({
  pipeline: z.object({ id: z.string(), name: z.string() }),
  stage: z.object({ id: z.string(), name: z.string(), kind: z.enum(['open', 'won', 'lost']) }),
  loss: z.enum(['conversion', 'time']),
  now: z.number().nullable().describe('Conversion (a share), or median time in days'),
  own_best: z.number().nullable().describe('The best of the last 8 full quarters with at least 30 visits; null = there is none'),
  gain_wins: z.number().nullable().describe('Sales more at the own best; for time: sales brought forward, once'),
  gain_money: z.number().nullable(),
  low: z.number().nullable().describe('95 % limits of gain_money'),
  high: z.number().nullable(),
  entries: z.number(),
  causes: z.array(causeSchema),
})
export type Bottleneck = z.infer<typeof bottleneckSchema>

export const bottlenecksAnswerSchema = headSchema.extend({
  bottlenecks: z.array(bottleneckSchema).describe('Lost conversion, the most money first; then lost time. They do not add up'),
  tests: z.number().describe('Candidate causes tested'),
  notes: z.array(noteSchema).optional(),
})
export type BottlenecksAnswer = z.infer<typeof bottlenecksAnswerSchema>
