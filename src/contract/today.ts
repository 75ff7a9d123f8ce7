// The day: how the month's plan stands, everybody's norms and what waits for them, five lists to work off. Keys are fixed.
import { z } from 'zod'
import { headSchema, memberSchema, noteSchema, recordsAnswerSchema } from './answer.ts'
import { promiseSchema } from './promises.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a local date YYYY-MM-DD')

export const todayQuerySchema = z.strictObject({
  team: z.string().optional().describe('source:id; absent: everybody the asker may see'),
  day: day.optional().describe('A local day; a past one is seen from its end'),
  as_of: z.string().optional(),
})
export type TodayQuery = z.infer<typeof todayQuerySchema>

const norm = z.object({ kpi: z.string(), plan: z.number().nullable(), fact: z.number().nullable() })
export type Norm = z.infer<typeof norm>
const listed = recordsAnswerSchema.shape.records

export const attendanceKinds = ['work', 'shift', 'vacation', 'sick', 'trip', 'training', 'off'] as const

const todayPersonSchema = z.object({
  person: memberSchema,
  attendance: z.enum(attendanceKinds),
  yesterday: z.array(norm).describe('The last working day before'),
  today: z.array(norm),
  waiting: z.object({ leads: z.number(), calls: z.number(), chats: z.number() }),
  tasks: z.object({ overdue: z.number(), today: z.number(), without: z.number() }),
  expected: z.object({ deals: z.number(), money: z.number().nullable() }).describe('Payments due this week'),
  promises: z.array(promiseSchema.pick({ day: true, amount: true, kept: true }).extend({ deal: promiseSchema.shape.deal })),
})
export type TodayPerson = z.infer<typeof todayPersonSchema>

export const todayAnswerSchema = headSchema.extend({
  day: z.string(),
  workday: z.object({ n: z.number(), of: z.number() }).describe('Which working day of the month it is'),
  plan: z
    .object({
      metric: z.string(),
      target: z.number().nullable(),
      actual: z.number().nullable(),
      gap: z.number().nullable(),
      per_workday: z.number().nullable(),
      probability: z.number().nullable(),
    })
    .nullable(),
  people: z.array(todayPersonSchema),
  lists: z.object({
    waiting_leads: listed,
    unreturned_calls: listed,
    chats_waiting: listed,
    expected_payments: listed,
    at_risk: listed,
  }),
  counts: z
    .record(z.enum(['waiting_leads', 'unreturned_calls', 'chats_waiting', 'expected_payments', 'at_risk']), z.number())
    .describe('How long each list is, of which the first 50 are listed'),
  expected: z.object({ payments: z.number(), money: z.number() }).describe('Payments due this week'),
  findings: z.array(z.record(z.string(), z.unknown())),
  notes: z.array(noteSchema).optional(),
})
export type TodayAnswer = z.infer<typeof todayAnswerSchema>
