// The brief of a week: at most three findings beyond noise, or quiet. Keys are fixed.
import { z } from 'zod'
import { headSchema, noteSchema } from './answer.ts'
import { periodShape } from './query.ts'

export const briefQuerySchema = z.strictObject({
  for: z.string().optional().describe('owner, head, lead, or a person as source:id; absent: by the own role'),
  ...periodShape,
})
export type BriefQuery = z.infer<typeof briefQuerySchema>

export const findingSchema = z.object({
  id: z.string(),
  kind: z.enum(['worse', 'better']),
  title: z.string(),
  text: z.string(),
  money: z.number().nullable().describe('What goes through so many events at own rates'),
  certainty: z.number().describe('1 less the chance of a week so far from the own level'),
  evidence: z.object({ kpi: z.string(), filters: z.record(z.string(), z.unknown()).describe('Fields of a question of this KPI') }),
  question: z.string().describe('For the talk with the person'),
})
export type Finding = z.infer<typeof findingSchema>

export const briefAnswerSchema = headSchema.extend({
  for: z.string(),
  findings: z.array(findingSchema).max(3),
  quiet: z.boolean(),
  budget: z.object({
    series: z.number().describe('Series judged'),
    alpha: z.number().describe('Chance of a false alarm of each'),
    per_week: z.number().describe('Expected false alarms of the week, at most'),
  }),
  notes: z.array(noteSchema).optional(),
})
export type BriefAnswer = z.infer<typeof briefAnswerSchema>
