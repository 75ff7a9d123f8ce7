// The course of one lead or deal: stages, owners, touches, tasks and money in order of time. Keys are fixed.
import { z } from 'zod'
import { headSchema, memberSchema } from './answer.ts'

export const timelineQuerySchema = z.object({
  kind: z.enum(['leads', 'deals']),
  id: z.string().min(1).max(300).describe('source:id'),
  as_of: z.string().optional().describe('As of this past moment'),
})
export type TimelineQuery = z.infer<typeof timelineQuerySchema>

export const eventKinds = ['created', 'owner', 'stage', 'touch', 'task', 'invoice', 'payment', 'won', 'lost'] as const

const eventSchema = z.object({
  at: z.string(),
  kind: z.enum(eventKinds),
  person: memberSchema.describe('Who of us; unknown where nobody is recorded'),
  stage: memberSchema.nullable(),
  days: z.number().nullable().describe('Of a stage: how long the stay was, so far'),
  touch: z
    .object({ kind: z.string(), direction: z.string(), outcome: z.string().nullable(), duration_s: z.number().nullable() })
    .nullable(),
  task: z
    .object({ kind: z.string(), subject: z.string().nullable(), due_at: z.string().nullable(), done_at: z.string().nullable() })
    .nullable(),
  amount: z.number().nullable(),
  reason: z.string().nullable().describe('Of a loss'),
})
export type TimelineEvent = z.infer<typeof eventSchema>

export const timelineSchema = headSchema.omit({ from: true, to: true, by: true, grain: true, compare: true }).extend({
  record: z.object({
    kind: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    amount: z.number().nullable(),
    url: z.string().nullable().describe('In the system it comes from, where that is connected'),
  }),
  events: z.array(eventSchema).describe('Earliest first; at most the thousand latest'),
})
export type Timeline = z.infer<typeof timelineSchema>
