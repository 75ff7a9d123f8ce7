// Plans: what is set and by whom it is held, and the analysis of how they go. Keys of the analysis are fixed.
import { z } from 'zod'
import { headSchema, memberSchema, noteSchema } from './answer.ts'
import { limitSchema } from './query.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a local date YYYY-MM-DD')
const month = z.string().regex(/^\d{4}-(\d{2}|Q[1-4])$|^\d{4}$/, 'a month 2026-09, a quarter 2026-Q3 or a year 2026')
const id = z.string().min(1).max(300)
const amount = z.coerce.number().min(0).max(1e15)
const kind = z.enum(['total', 'level', 'per_day'])

const newPlanShape = {
  metric: id.describe('Id of the KPI'),
  from: day.optional().describe('First local day'),
  to: day.optional().describe('Day after the last, exclusive'),
  period: month.optional().describe('In place of from and to: a calendar month, a quarter or a year'),
  target: amount,
  kind: kind
    .optional()
    .describe('total = sum to reach, level = a ratio or duration to hold, per_day = norm × days attended; by default by the KPI'),
  floor: amount.nullable().optional().describe('Below it nothing is paid'),
  stretch: amount.nullable().optional(),
  person: id.nullable().optional().describe('source:id; neither person nor team = the company'),
  team: id.nullable().optional().describe('source:id'),
  currency: z.string().length(3).toUpperCase().optional(),
}
const newPlanSchema = z.strictObject(newPlanShape)
export type NewPlan = z.infer<typeof newPlanSchema>

export const planSchema = z.object({
  id: z.string(),
  metric: z.string(),
  kind,
  from: z.string(),
  to: z.string(),
  target: z.number(),
  floor: z.number().nullable(),
  stretch: z.number().nullable(),
  currency: z.string().nullable().describe('Of the amounts, where it is not the one of the workspace'),
  person: memberSchema.nullable(),
  team: memberSchema.nullable(),
  source: z.string().describe('rumb = set here'),
})
export type PlanEntry = z.infer<typeof planSchema>
export const planListSchema = z.object({ plans: z.array(planSchema) })

export const planListQuerySchema = z.object({
  metric: z.string().optional(),
  from: day.optional(),
  to: day.optional(),
  person: z.string().optional(),
  team: z.string().optional(),
})
export type PlanListQuery = z.infer<typeof planListQuerySchema>

const whereValue = z.union([z.string(), z.null()])

/** One address, two meanings: with a target (or `plans`) it sets, else it asks how the plans go. */
export const plansPostSchema = z.strictObject({
  ...newPlanShape,
  metric: id.optional().describe('Id of the KPI; asked without one: every plan'),
  target: amount.optional().describe('With it the body is a plan to set'),
  split: z.enum(['month', 'quarter']).optional().describe('Set the parts too: of a longer plan, by own seasonality'),
  plans: z.array(newPlanSchema).min(1).max(1000).optional().describe('Several plans to set'),
  last: z
    .string()
    .regex(/^\d{1,4}d$/, 'days, such as 90d')
    .optional(),
  as_of: z.string().optional().describe('Answer as of this past moment'),
  where: z
    .record(z.string(), z.union([whereValue, z.array(whereValue)]))
    .optional()
    .describe('metric, person, team → ids'),
  limit: limitSchema.describe('Plans told, the first ones'),
  compare: z.enum(['previous', 'year']).optional().describe('Taken and left aside: a plan is compared with its target'),
})
export type PlansPost = z.infer<typeof plansPostSchema>

const forecastSchema = z.object({
  day: z.string().describe('Local day it was made'),
  plan: z.string(),
  metric: z.string(),
  from: z.string(),
  to: z.string(),
  target: z.number(),
  actual: z.number().describe('Reached by then'),
  probability: z.number().nullable(),
  p10: z.number(),
  p50: z.number(),
  p90: z.number(),
  result: z.number().nullable().describe('What the period came to; null = it is not over'),
})
export const forecastsAnswerSchema = z.object({
  graded: z.object({
    forecasts: z.number().describe('Forecasts of periods that are over'),
    coverage: z.number().nullable().describe('Share of them whose band p10 to p90 held the result: 0.8 is right'),
    bias: z.number().nullable().describe('Mean of (p50 - result) / result: above 0 = too hopeful'),
    brier: z.number().nullable().describe('Mean squared distance of the chance from what happened: 0 is best'),
  }),
  forecasts: z.array(forecastSchema),
})
export const forecastsQuerySchema = z.object({ plan: z.string().optional().describe('Id of a plan; absent: all') })

export const planPatchSchema = z.strictObject({
  id: z.string(),
  target: amount.optional(),
  floor: amount.nullable().optional(),
  stretch: amount.nullable().optional(),
})
export const planByIdSchema = z.strictObject({ id: z.string() })

const bandSchema = z.object({
  day: z.string().describe('Local day at whose end it is read'),
  p10: z.number(),
  p50: z.number(),
  p90: z.number(),
})

const planProgressSchema = z.object({
  plan: planSchema.omit({ metric: true, target: true }),
  metric: z.string(),
  target: z.number().nullable(),
  actual: z.number().nullable(),
  expected_share: z.number().nullable().describe('Share of the target that should be there by now'),
  attainment: z.number().nullable(),
  pace: z.number().nullable(),
  probability: z.object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
  bands: z.array(bandSchema),
  levers: z
    .array(z.object({ lever: z.string(), step: z.number(), probability: z.number().nullable() }))
    .describe('Chance of making the plan if one thing were better by the step: a share, or days'),
  needed: z
    .array(z.object({ activity: z.string(), per_workday: z.number(), now_per_workday: z.number().nullable() }))
    .describe('What a working day must bring to make the plan, at own rates'),
})
export type PlanProgress = z.infer<typeof planProgressSchema>

export const plansAnswerSchema = headSchema.extend({ plans: z.array(planProgressSchema), notes: z.array(noteSchema).optional() })
export type PlansAnswer = z.infer<typeof plansAnswerSchema>
