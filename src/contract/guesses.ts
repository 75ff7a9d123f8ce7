// What Rumb guessed of a company and nobody has confirmed: what pipelines are for, what stages mean, which group a refusal belongs to,
// what counts as a sale, who sells, which channel the name of a source is of.
import { z } from 'zod'

/** What figures rest on. */
export const GUESSED = ['pipeline', 'stage', 'reason', 'sale_event', 'role', 'channel'] as const

/** What is asked: lines of the telephony and fields of the CRM besides, which change figures only once they are answered. */
export const ASKED = [...GUESSED, 'line', 'field'] as const

export const guessSchema = z.object({
  place: z.string().describe('The place in the settings that accepting it sets'),
  what: z.enum(ASKED),
  name: z.string(),
  of: z.string().nullable().describe('The pipeline of a stage, the team of a person, the source of a field'),
  guess: z
    .string()
    .nullable()
    .describe(
      'A kind of pipeline, a milestone, a group of reasons, a sale event, a role, a group of channels, a field of the CRM; null: it means none of them',
    ),
  counts_now: z.boolean().describe('Figures follow the guess already; else only once it is accepted'),
  cases: z
    .number()
    .int()
    .describe(
      'Deals in the pipeline, cases that were in the stage, refusals with the reason, sales, cases of the person or the channel, callers of the line',
    ),
  choices: z
    .array(z.object({ value: z.string().nullable(), cases: z.number().int().nullable() }))
    .describe('What it may mean, with how many cases would then count, where that can be told'),
})
export type Guess = z.infer<typeof guessSchema>

export const guessesSchema = z.object({
  guesses: z
    .array(guessSchema)
    .describe('Pipelines, stages in their order, reasons, the sale event, people, channels, lines; the most used first'),
})
export const guessesAcceptSchema = z.strictObject({
  places: z.array(z.string()).max(5000).optional().describe('Only these are accepted as guessed; absent: all, unless there are values'),
  values: z.record(z.string(), z.string().nullable()).optional().describe('Answers other than the guess, by place'),
})
