// The form of one catalogue entry (kpis/*.yaml). What a KPI means stands here as data; how it is computed
// follows from `measure` alone. Expressions are the small language of src/kpi/expression.ts over the columns of a fact.
import { z } from 'zod'
import { units } from './answer.ts'

const texts = z.strictObject({ ru: z.string().min(1), uk: z.string().min(1), en: z.string().min(1) })
export type Texts = z.infer<typeof texts>
const expression = z.string().min(1)

/** A population: rows of one fact, placed in time and credited to a person. */
const population = {
  fact: z.string().describe('Fact the cases are rows of'),
  axis: expression.optional().describe('Event that places a case in the period'),
  moment: z
    .enum(['event', 'planned', 'as_of', 'under_way'])
    .default('event')
    .describe('event: axis in the period as far as it has come; planned: also what lies ahead; as_of: state at its end'),
  credit: z.string().optional().describe('Person column or credit rule; absent: the axis default'),
  at: expression.optional().describe('Moment at which the credited person’s team counts; absent: the axis'),
  where: expression.optional().describe('Filter: what is not asked about at all'),
  excluded: expression.optional().describe('Out of the population by a named rule; counted apart'),
}
const part = z.strictObject({
  ...population,
  value: expression.optional().describe('Summed value; absent: count'),
  distinct: expression.optional().describe('Count different values of this'),
  with_costs: z.string().optional().describe('Fact read instead where the question asks with the costs of selling'),
})
export type MeasurePart = z.infer<typeof part>
/** A second population whose cases are added to those of the first: leads beside deals. */
const also = z.strictObject({ ...population, hit: expression.optional(), pending: expression.optional() })

/** Use cases that make figures of their own. */
export const makers = ['plan', 'pay', 'contribution', 'coverage', 'fairness'] as const
export type Maker = (typeof makers)[number]

export const measureSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('count'),
      ...population,
      interval: z.enum(['poisson', 'none']).optional().describe('Absent: poisson, of what happens in a period'),
      pending: expression.optional(),
      distinct: expression.optional(),
      amount: expression.optional().describe('Money told beside each case in the list'),
      also: also.omit({ hit: true }).optional(),
    }),
    z.strictObject({
      type: z.literal('sum'),
      ...population,
      value: expression,
      pending: expression.optional(),
      also: z.strictObject({ ...population, value: expression, pending: expression.optional() }).optional(),
    }),
    z.strictObject({
      type: z.literal('mean'),
      ...population,
      value: expression,
      pending: expression.optional(),
      pending_counts: z.boolean().default(false),
      group: expression.optional().describe('Mean over the groups of cases with the same of this; the value of a group is their sum'),
    }),
    z.strictObject({ type: z.literal('quantile'), ...population, value: expression, q: z.number() }),
    z.strictObject({
      type: z.literal('share'),
      ...population,
      hit: expression,
      pending: expression.optional(),
      unpriced: expression.optional(),
      weight: expression.optional().describe('Share of these amounts, not of cases; cases without one are unpriced'),
      half_priced: z.boolean().default(false).describe('No value when fewer than half of the hits or of the misses are priced'),
      also: also.optional(),
    }),
    z.strictObject({
      type: z.literal('ratio_of_sums'),
      ...population,
      value: expression.describe('Summed above'),
      over: expression.describe('Summed below, over the same cases; without either a case is unpriced'),
    }),
    z.strictObject({
      type: z.literal('net_share'),
      ...population,
      hit: expression.describe('For: promoters'),
      miss: expression.describe('Against: detractors; the share of those for less that of those against'),
    }),
    z.strictObject({
      type: z.literal('top_share'),
      ...population,
      value: expression,
      group: expression.describe('Whose the values are'),
      top: z.number().int().min(1).describe('So many of the greatest; their part of all'),
    }),
    z.strictObject({
      type: z.literal('variation'),
      ...population,
      value: expression,
      back: expression.describe('Months back of a case; the last `months` are compared, earlier years tell the seasons'),
      months: z.number().int().min(2),
    }),
    z.strictObject({
      type: z.literal('lifetime_value'),
      ...population,
      horizon_days: z.number().int().min(1).describe('What a customer is expected to buy in so many days'),
      of_new: z.boolean().default(false).describe('Of a new customer, the first purchase included, instead of the mean of all'),
    }),
    z.strictObject({
      type: z.literal('payback'),
      ...population,
      cost: z.string().describe('KPI with what a customer cost'),
      months: z.number().int().min(1).describe('Looked at so many months after the first purchase'),
    }),
    z.strictObject({
      type: z.literal('waiting_share'),
      ...population,
      start: expression,
      hit_at: expression,
      hit_s: expression.optional().describe('Seconds to the hit, where they are not the plain difference'),
      miss_at: expression,
      undated_hit: expression.optional(),
      undated_miss: expression.optional(),
      count_hits: z.boolean().default(false),
    }),
    z.strictObject({
      type: z.literal('survival_quantile'),
      ...population,
      q: z.number(),
      time: expression,
      event: expression,
      entry: expression.optional(),
      no_history: expression.optional().describe('Cases of which the source cannot tell: excluded, and named when nothing else is there'),
    }),
    z.strictObject({ type: z.literal('survival_beyond'), ...population, time: expression, event: expression, horizon_days: z.number() }),
    z.strictObject({
      type: z.literal('incidence'),
      ...population,
      start: expression,
      hit_at: expression,
      hit_s: expression.optional(),
      miss_at: expression,
      entry: expression.optional(),
      horizon_days: z.number().optional().describe('F at this age'),
      median: z.boolean().default(false).describe('Median of F / F(end) instead'),
    }),
    z.strictObject({
      type: z.literal('ratio'),
      numerator: part,
      denominator: part,
      waiting: part.optional().describe('Cases that may still come to the denominator: its pending'),
      scale: z.number().default(1),
      less: z.number().default(0).describe('Taken from the quotient'),
      interval: z.enum(['none', 'garwood', 'wilson']).default('none'),
      no_spend: z.boolean().default(false),
    }),
    z.strictObject({
      type: z.literal('stratified_difference'),
      ...population,
      treated: expression.describe('On the side asked about; the rest is the other side'),
      hit: expression,
      strata: z.array(expression).min(1).describe('Cases are compared within equal values of these'),
    }),
    z.strictObject({ type: z.literal('formula'), formula: expression.describe('Arithmetic over other KPIs by id') }),
    z.strictObject({
      type: z.literal('made'),
      by: z.enum(makers).describe('Use case that makes it of plans, settings or other figures: no sum over the cases of a fact'),
      figure: z.string(),
    }),
  ])
  .meta({ id: 'Measure' })
export type Measure = z.infer<typeof measureSchema>

/** Cases counted beside a figure, told when there are any: `{n}` in the text is their number. */
const caseNote = z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9_]*$/), text: texts, ...population })
export type CaseNote = z.infer<typeof caseNote>

export const kpiEntrySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  version: z.number().int().min(1).default(1),
  name: texts,
  question: texts,
  formula: texts.describe('The formula in words'),
  measure: measureSchema,
  by_person: measureSchema.optional().describe('Measured so in rows and under filters of a person, team, role or tenure'),
  by_step: measureSchema.optional().describe('Measured so in rows and under filters of a step'),
  unit: z.enum(units),
  better: z.enum(['higher', 'lower', 'neutral']),
  additive: z.boolean().default(false),
  shelf: z.enum(['head', 'screen', 'expert']).default('expert'),
  league: z.boolean().default(true),
  pairs_with: z.array(z.string()).default([]),
  factors: z.array(z.string()).default([]),
  advice: texts.optional(),
  benchmark: z.strictObject({ text: texts, source: z.string() }).optional(),
  pitfalls: texts.optional(),
  notes: z.array(caseNote).default([]),
  needs: z.array(z.string()).default([]).describe('Kinds of records without which the KPI is absent'),
  lacking: z.enum(['unpriced', 'excluded']).default('unpriced').describe('Cases of this count lack the evidence the KPI needs'),
  screen: z.string().describe('Where it is read'),
})
export type KpiEntry = z.infer<typeof kpiEntrySchema>
export type KpiFamily = { family: string; name: Texts; kpis: KpiEntry[] }
