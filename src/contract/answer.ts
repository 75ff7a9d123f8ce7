// What a question about KPIs answers: cells with their sample, uncertainty and reasons. The JSON keys are fixed.
import { z } from 'zod'

export const whyCodes = [
  'no_cases',
  'not_reached',
  'follow_up_short',
  'no_dimension',
  'no_spend',
  'no_history',
  'unpriced',
  'too_few',
  'undefined',
] as const
export type WhyCode = (typeof whyCodes)[number]

export const units = ['count', 'ratio', 'seconds', 'days', 'money', 'money_per_day', 'per_1000', 'index', 'points', 'months'] as const
export type Unit = (typeof units)[number]

const cellShape = {
  value: z.number().nullable().describe('The figure; null exactly when `why` is a code'),
  n: z.number().describe('Sample: cases the figure rests on'),
  low: z.number().nullable().describe('Lower 95 % limit; null = none on that side'),
  high: z.number().nullable().describe('Upper 95 % limit; null = none on that side'),
  pending: z.number().describe('Cases without outcome yet'),
  excluded: z.number().describe('In period and filter, but out of the population by a named rule'),
  unpriced: z.number().describe('Out of money for want of an amount or a rate'),
  why: z.enum(whyCodes).nullable().describe('Why there is no value'),
}
const plainCell = z.object(cellShape)
export const cellSchema = z.object({
  ...cellShape,
  previous: plainCell.optional().describe('The same cell of the compared period'),
  change: z
    .object({ abs: z.number().nullable(), rel: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
    .optional(),
})
export type PlainCell = z.infer<typeof plainCell>
export type Cell = z.infer<typeof cellSchema>

export const memberSchema = z.object({ id: z.string().nullable(), name: z.string().nullable() })
/** One value of a dimension as shown: id and name, both null when unknown. */
export type Member = z.infer<typeof memberSchema>

export const noteSchema = z.object({ code: z.string(), text: z.string() })
export type Note = z.infer<typeof noteSchema>

export const headSchema = z.object({
  workspace: z.string(),
  timezone: z.string(),
  currency: z.string(),
  as_of: z.string(),
  from: z.string(),
  to: z.string(),
  by: z.array(z.string()),
  grain: z.enum(['day', 'week', 'month', 'quarter', 'year']).nullable(),
  compare: z.enum(['previous', 'year']).nullable(),
})
export type Head = z.infer<typeof headSchema>

export const columnSchema = z.object({
  id: z.string(),
  kind: z.literal('kpi'),
  name: z.string(),
  unit: z.enum(units),
  better: z.enum(['higher', 'lower', 'neutral']),
  additive: z.boolean(),
  version: z.number(),
})
export type AnswerColumn = z.infer<typeof columnSchema>

const rowSchema = z.record(
  z.string(),
  z.union([
    cellSchema,
    memberSchema,
    z.string(),
    z.object({ value: z.number(), low: z.number(), high: z.number() }),
    z.object({ low: z.number().nullable(), high: z.number().nullable() }),
    z.number(),
    z.boolean(),
    z.null(),
  ]),
)
export type AnswerRow = z.infer<typeof rowSchema>

export const answerSchema = headSchema.extend({
  columns: z.array(columnSchema),
  rows: z.array(rowSchema),
  total: z.record(z.string(), cellSchema),
  notes: z.array(noteSchema),
})
export type Answer = z.infer<typeof answerSchema>

export const recordsAnswerSchema = z.object({
  kpi: z.string(),
  part: z.string(),
  count: z.number(),
  records: z.array(
    z.object({
      kind: z.string(),
      id: z.string(),
      name: z.string().nullable(),
      at: z.string().nullable(),
      amount: z.number().nullable(),
      reason: z.string().nullable(),
      url: z.string().nullable(),
    }),
  ),
})
export type RecordsAnswer = z.infer<typeof recordsAnswerSchema>
