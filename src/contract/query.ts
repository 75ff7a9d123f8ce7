// A question about KPIs as plain data: the same names on the command line, over HTTP and in the page's address.
import { z } from 'zod'
import type { Role } from './roles.ts'

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof grains)[number]
export const creditModes = ['closer', 'opener', 'split'] as const
export type CreditMode = (typeof creditModes)[number]
export const recordParts = ['all', 'numerator', 'denominator', 'pending', 'excluded', 'unpriced'] as const
export type RecordPart = (typeof recordParts)[number]

/** Models that say which channels of a journey a sale is credited to. */
export const attributionModels = [
  ...(['last_non_direct', 'first', 'last', 'linear', 'time_decay', 'position', 'markov', 'shapley'] as const),
] as const
export type AttributionModel = (typeof attributionModels)[number]

const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a local date YYYY-MM-DD')

/** How many of what a list of an answer holds are told: the first ones. */
export const limitSchema = z.number().int().min(1).max(10_000).optional()

const whereValue = z.union([z.string(), z.null()])
export const periodShape = {
  from: localDate.optional().describe('First local day'),
  to: localDate.optional().describe('Day after the last, exclusive'),
  last: z
    .string()
    .regex(/^\d{1,4}d$/, 'days, such as 90d')
    .optional()
    .describe('The last N local days, today included'),
  as_of: z.string().optional().describe('Answer as of this past moment (ISO 8601; without offset: workspace time)'),
  where: z
    .record(z.string(), z.union([whereValue, z.array(whereValue)]))
    .optional()
    .describe('Dimension → ids; null = unknown'),
  compare: z.enum(['previous', 'year']).optional(),
}

export const querySchema = z.strictObject({
  kpis: z.array(z.string()).min(1).max(60),
  by: z.array(z.string()).max(4).optional(),
  grain: z.enum(grains).optional(),
  ...periodShape,
  order: z.string().optional().describe('KPI id: best first; -ID: reversed'),
  limit: z.number().int().min(1).max(10_000).optional(),
  credit: z.enum(creditModes).optional(),
  model: z.enum(attributionModels).optional().describe('Of KPIs by attribution; absent: last_non_direct'),
  with_repeat: z.boolean().optional().describe('Return on advertising with repeat purchases, not first ones alone'),
  with_costs: z.boolean().optional().describe('Acquisition cost with the costs of selling; owner and head only'),
  rank: z.boolean().optional(),
})
export type Query = z.infer<typeof querySchema>

export const recordsQuerySchema = querySchema.omit({ kpis: true, order: true, rank: true }).extend({
  kpi: z.string().optional(),
  kpis: z.array(z.string()).length(1).optional(),
  part: z.enum(recordParts).default('all'),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(10_000).default(100),
})
export type RecordsQuery = z.infer<typeof recordsQuerySchema>

/** Who asks: everything a person may see is narrowed to this. */
export type Viewer = {
  role: Role
  /** Key of the person record behind a rep, `source:id`. */
  person: string | null
  /** Teams of a lead, `source:id`. */
  teams: readonly string[]
}
