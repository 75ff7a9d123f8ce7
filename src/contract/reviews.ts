// Reviews of calls: what a person marks, and a call as it was heard, with the comments on it.
import { z } from 'zod'
import { memberSchema } from './answer.ts'

const present = z.union([z.literal(0), z.literal(0.5), z.literal(1)])

export const reviewSchema = z.strictObject({
  call: z.string().min(1).describe('Touch that was heard, source:id'),
  checks: z
    .array(
      z.strictObject({
        step: z.string().min(1).max(200).describe('Key of a step or an objection of its script'),
        present,
        quote: z.string().max(1000).optional().describe('The place that shows it'),
        comment: z.string().max(4000).optional().describe('Seen by the salesperson'),
      }),
    )
    .min(1)
    .max(100)
    .refine((checks) => new Set(checks.map(({ step }) => step)).size === checks.length, 'a step is marked once'),
})
export type Review = z.infer<typeof reviewSchema>

export const reviewsQuerySchema = z.strictObject({
  call: z.string().optional().describe('This call alone, reviewed or not'),
  person: z.string().optional().describe('Calls of this person, source:id'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ReviewsQuery = z.infer<typeof reviewsQuerySchema>

const markSchema = z.object({
  key: z.string(),
  title: z.string().nullable(),
  present: z.number(),
  by: z.string().nullable().describe('person, model, rule; null = nobody mentions it'),
  quote: z.string().nullable(),
  comment: z.string().nullable(),
})

export const reviewedCallSchema = z.object({
  call: z.string(),
  at: z.string(),
  person: memberSchema,
  reviewer: memberSchema,
  reviewed_at: z.string().nullable(),
  script: memberSchema,
  checked_by: z.string(),
  coverage: z.number().nullable(),
  score: z.number().nullable(),
  followed: z.boolean(),
  steps: z.array(markSchema.extend({ weight: z.number(), critical: z.boolean() })),
  objections: z.array(markSchema),
})
export type ReviewedCall = z.infer<typeof reviewedCallSchema>
export const reviewsSchema = z.object({ calls: z.array(reviewedCallSchema) })
