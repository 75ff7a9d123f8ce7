// Reviews of calls: what a person marks, a call as it was heard with the comments on it, and which calls are worth hearing.
import { z } from 'zod'
import { headSchema, memberSchema } from './answer.ts'
import { periodShape } from './query.ts'

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

export const callQueueQuerySchema = z.strictObject({
  ...periodShape,
  per_person: z.number().int().min(1).max(20).default(3).describe('Calls of each person, at most'),
  call: z.string().optional().describe('This call alone, with its transcript'),
})
export type CallQueueQuery = z.infer<typeof callQueueQuerySchema>

/** Why a call is worth hearing; sample = drawn by lot, so that everybody is heard. */
export const hearReasons = ['lost_after_long', 'objection', 'weak', 'sample'] as const
export type HearReason = (typeof hearReasons)[number]

const queuedCallSchema = z.object({
  call: z.string(),
  at: z.string(),
  person: memberSchema,
  client: z.string().nullable(),
  direction: z.string(),
  duration_s: z.number().nullable(),
  reasons: z.array(z.enum(hearReasons)),
  objections: z.array(z.string()).describe('Keys of what was heard'),
  score: z.number().nullable(),
  reviewed: z.boolean().describe('By a person'),
  recording_url: z.string().nullable(),
  transcript: z.string().nullable().describe('Of a call that is named'),
})
export type QueuedCall = z.infer<typeof queuedCallSchema>

const scriptPart = z.object({ key: z.string(), title: z.string().nullable() })
export const callQueueSchema = headSchema.extend({
  calls: z.array(queuedCallSchema).describe('One of each person in turn, who was heard least first'),
  people: z.array(z.object({ person: memberSchema, talks: z.number(), reviewed: z.number() })),
  scripts: z.array(z.object({ script: memberSchema, steps: z.array(scriptPart), objections: z.array(scriptPart) })),
})
export type CallQueue = z.infer<typeof callQueueSchema>
