// What Rumb guessed of a company and nobody has confirmed: what pipelines are for, what stages mean, which group a refusal belongs to.
import { z } from 'zod'

export const guessSchema = z.object({
  place: z.string().describe('The place in the settings that accepting it sets'),
  what: z.enum(['pipeline', 'stage', 'reason']),
  name: z.string(),
  of: z.string().nullable().describe('The pipeline of a stage'),
  guess: z.string().nullable().describe('A kind of pipeline, a milestone, a group of reasons; null: it means none of them'),
  counts_now: z.boolean().describe('Figures follow the guess already; else only once it is accepted'),
  cases: z.number().int().describe('Deals in the pipeline, cases that were in the stage, refusals with the reason'),
})
export type Guess = z.infer<typeof guessSchema>

export const guessesSchema = z.object({
  guesses: z.array(guessSchema).describe('Pipelines, stages in their order, reasons; the most used first'),
})
export const guessesAcceptSchema = z.strictObject({
  places: z.array(z.string()).max(5000).optional().describe('Only these; absent: all'),
})
