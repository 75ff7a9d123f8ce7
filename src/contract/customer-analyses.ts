// Questions and answers about customers over time: cohorts, and what a customer is worth. Keys are fixed.
import { z } from 'zod'
import { cellSchema, headSchema, memberSchema, noteSchema } from './answer.ts'
import { limitSchema, periodShape } from './query.ts'

export const cohortsQuerySchema = z.strictObject({
  limit: limitSchema.describe('Cohorts told, the earliest ones'),
  ...periodShape,
})
export type CohortsQuery = z.infer<typeof cohortsQuerySchema>

const cohortCell = z.object({
  age: z.number().describe('Calendar months since that of the first purchase'),
  active: z.number().describe('Customers who bought in that month, so far'),
  rate: cellSchema.describe('Their share; no value while the month is not over'),
  revenue: z.number().describe('What they bought in it, of what has a price'),
})
const cohort = z.object({
  cohort: z.string().describe('Month of the first purchase, 2026-09'),
  customers: z.number(),
  cells: z.array(cohortCell),
})
export type Cohort = z.infer<typeof cohort>

export const cohortsAnswerSchema = headSchema.extend({
  grain: z.literal('month'),
  cohorts: z.array(cohort),
  notes: z.array(noteSchema).optional(),
})
export type CohortsAnswer = z.infer<typeof cohortsAnswerSchema>

export const cltvQuerySchema = z.strictObject({
  ...periodShape,
  horizon_days: z.number().int().min(1).max(3650).default(365),
  limit: z.number().int().min(1).max(1_000_000).optional().describe('Customers told one by one, the most valuable first'),
})
export type CltvQuery = z.infer<typeof cltvQuerySchema>

const observed = z.object({
  age_months: z.number(),
  days: z.number().describe('Days since the first purchase'),
  value: cellSchema.describe('Bought within them, first purchase included, on average; younger customers are pending'),
  cohorts: z.array(z.object({ cohort: z.string(), value: cellSchema })),
})
const customerWorth = z.object({
  customer: memberSchema,
  frequency: z.number().describe('Purchases after the first'),
  recency: z.number().describe('Weeks from the first to the last'),
  age: z.number().describe('Weeks from the first to the end'),
  mean_amount: z.number().nullable().describe('Of the purchases after the first'),
  expected_purchases: z.number().nullable(),
  alive: z.number().nullable().describe('Chance of still being a customer'),
  value: z.number().nullable(),
})
export type CustomerWorth = z.infer<typeof customerWorth>

export const cltvAnswerSchema = headSchema.extend({
  unit: z.literal('week'),
  customers: z.number(),
  bgnbd: z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number(), log_likelihood: z.number() }).nullable(),
  gamma_gamma: z.object({ p: z.number(), q: z.number(), v: z.number(), log_likelihood: z.number() }).nullable(),
  horizon_days: z.number(),
  mean: cellSchema,
  observed: z.array(observed),
  rows: z.array(customerWorth),
  notes: z.array(noteSchema),
})
export type CltvAnswer = z.infer<typeof cltvAnswerSchema>
