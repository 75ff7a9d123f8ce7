// Which habits go with a good result across people and months. Keys are fixed.
import { z } from 'zod'
import { headSchema, noteSchema } from './answer.ts'
import { periodShape } from './query.ts'

export const outcomes = ['plan_attainment', 'won_vs_expected'] as const

export const factorsQuerySchema = z.strictObject({
  outcome: z.enum(outcomes).optional().describe('Absent: plan_attainment, or won_vs_expected where no person has a plan'),
  ...periodShape,
})
export type FactorsQuery = z.infer<typeof factorsQuerySchema>

const factorSchema = z.object({
  id: z.string(),
  label: z.string(),
  effect: z.number().describe('Change of the outcome for one standard deviation of the factor, the mix of leads held equal'),
  low: z.number(),
  high: z.number(),
  q: z.number().describe('After Benjamini and Hochberg over all factors; at most 0.1 is a finding'),
  best: z.number().describe('Mean of the factor among the third of the people with the best outcome'),
  rest: z.number().describe('Among the others'),
  n: z.number().describe('People times months it rests on'),
})
export type Factor = z.infer<typeof factorSchema>

export const factorsAnswerSchema = headSchema.extend({
  outcome: z.enum(outcomes),
  people: z.number(),
  months: z.number(),
  factors: z.array(factorSchema).describe('The surest first'),
  claim: z.literal('association'),
  notes: z.array(noteSchema).optional(),
})
export type FactorsAnswer = z.infer<typeof factorsAnswerSchema>
