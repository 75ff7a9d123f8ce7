// Pay schemes by role, and what they come to in a month. Keys are fixed.
import { z } from 'zod'
import { memberSchema, noteSchema } from './answer.ts'

const share = z.number().min(0).max(100)
const metric = z.string().min(1).max(100)

const lineSchema = z
  .strictObject({
    kpi: metric,
    plan: z.literal(true).optional().describe('Measured against the person’s plan of it'),
    level: z.number().positive().optional().describe('Measured against this level'),
    weight: share.optional().describe('Share of `fixed` that full attainment pays'),
    rate: z.number().min(0).max(1e9).optional().describe('Paid for each unit of the figure: 0.03 of revenue, 500 a sale'),
    floor: share.optional().describe('Attainment below which nothing is paid'),
    cap: share.optional().describe('Attainment above which no more is paid'),
    curve: z
      .array(z.tuple([share, share]))
      .min(2)
      .max(20)
      .optional()
      .describe('Attainment → factor, straight between the points; below the first nothing, above the last as the last'),
  })
  .refine(({ weight, rate }) => (weight === undefined) !== (rate === undefined), {
    error: 'a line has a weight or a rate',
    path: ['weight'],
  })
  .refine(({ plan, level }) => plan === undefined || level === undefined, {
    error: 'a line is measured against a plan or a level',
    path: ['level'],
  })
  .refine(({ plan, level, weight }) => weight === undefined || plan !== undefined || level !== undefined, {
    error: 'a weight needs a plan or a level',
    path: ['plan'],
  })
  .refine(({ plan, level, floor, cap, curve }) => plan !== undefined || level !== undefined || (floor ?? cap ?? curve) === undefined, {
    error: 'floor, cap and curve need a plan or a level',
    path: ['floor'],
  })
  .refine(({ curve }) => curve === undefined || curve.every(([x], i) => i === 0 || curve[i - 1]![0] < x), {
    error: 'the points of a curve ascend',
    path: ['curve'],
  })
export type PayLine = z.infer<typeof lineSchema>

const gateSchema = z.strictObject({
  kpi: metric,
  min: z.number().describe('What the figure must reach; where lower is better, not exceed'),
  factor: z.number().min(0).max(1).describe('What the bonus is multiplied by when it does not'),
})

export const paySchemeSchema = z.strictObject({
  role: z.string().min(1).max(40).describe('Role of people: seller, caller, account …'),
  fixed: z.number().min(0).max(1e12).describe('Fixed pay of a month; weights are shares of it, on top of it'),
  lines: z.array(lineSchema).max(20),
  gates: z.array(gateSchema).max(10).default([]),
})
export type PayScheme = z.infer<typeof paySchemeSchema>

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month YYYY-MM')
export const payQuerySchema = z.strictObject({
  month: month.optional().describe('Absent: this month'),
  person: z.string().optional().describe('source:id'),
  as_of: z.string().optional(),
})
export type PayQuery = z.infer<typeof payQuerySchema>

const money = z.number()
export const payPersonSchema = z.object({
  person: memberSchema,
  role: z.string(),
  fixed: money,
  lines: z.array(
    z.object({
      kpi: z.string(),
      value: z.number().nullable(),
      target: z.number().nullable(),
      attainment: z.number().nullable(),
      pay: money.nullable().describe('null = without data: not paid and not redistributed'),
    }),
  ),
  gates: z.array(
    z.object({ kpi: z.string(), value: z.number().nullable(), min: z.number(), factor: z.number(), passed: z.boolean().nullable() }),
  ),
  score: z.number().nullable().describe('Sum of weight × attainment over the lines with a weight'),
  bonus: money,
  total: money.describe('fixed + bonus'),
  forecast: money.nullable().describe('Bonus at the end of the month on the median of the simulation; null when the month is over'),
  missing: z.array(z.string()).describe('KPIs of lines and gates without data'),
})
export type PayPerson = z.infer<typeof payPersonSchema>

const correctionSchema = z.object({
  entity: z.enum(['deal', 'person']),
  id: z.string(),
  field: z.string().describe('Of a deal the column that changed; of a person the KPI whose figure or pay differs, or bonus'),
  was: z.union([z.string(), z.number()]).nullable(),
  now: z.union([z.string(), z.number()]).nullable(),
  at: z.string().describe('When it changed; of a figure the moment asked'),
  by: z.string().nullable(),
})
export type Correction = z.infer<typeof correctionSchema>

export const payAnswerSchema = z.object({
  workspace: z.string(),
  currency: z.string(),
  timezone: z.string(),
  as_of: z.string(),
  month: z.string(),
  closed_at: z.string().nullable(),
  by: z.string().nullable(),
  people: z.array(payPersonSchema),
  corrections: z
    .array(correctionSchema)
    .describe('What changed after the month was closed: of deals of the month, and of the figures paid by'),
  notes: z.array(noteSchema).optional(),
})
export type PayAnswer = z.infer<typeof payAnswerSchema>

/** A month with the pay it was closed with; `corrections` say what has changed since. */
export const closingAskSchema = z.strictObject({ month })
export const closingsSchema = z.object({ closings: z.array(payAnswerSchema) })
