// KPIs a company makes itself: the form of a catalogue entry with less to fill in. Written as YAML or as data, measured by the words of
// the catalogue alone.
import { z } from 'zod'
import { cellSchema } from './answer.ts'
import { kpiEntrySchema } from './kpi-entry.ts'

/** Every own id begins so: no shipped one ever does. */
export const OWN_PREFIX = 'own_'
const line = z.string().trim().min(1).max(300)
const given = z
  .strictObject({ ru: line.optional(), uk: line.optional(), en: line.optional() })
  .refine((texts) => Object.values(texts).some((text) => text !== undefined), 'write it in one language at least')
const texts = z.union([line, given])

const { measure, unit, better, additive, shelf, league, pairs_with } = kpiEntrySchema.shape

/** What is written of an own KPI. Texts may be in one language; the others read that one. */
export const ownKpiFormSchema = z.strictObject({
  id: z.string().regex(/^own_[a-z0-9_]{1,40}$/, `write ${OWN_PREFIX} and small Latin letters, digits or _`),
  name: texts,
  question: texts.optional(),
  formula: texts.optional().describe('The formula in words'),
  measure,
  unit,
  better,
  additive,
  shelf,
  league,
  pairs_with,
  advice: texts.optional(),
  pitfalls: texts.optional(),
  needs: z.array(z.string().max(40)).max(10).optional().describe('Kinds of records; absent: read of the facts'),
})
export type OwnKpiForm = z.infer<typeof ownKpiFormSchema>

export const ownKpiAskSchema = z.strictObject({ source: z.string().min(1).max(20_000).describe('The KPI as YAML, or JSON') })

const problem = z.object({ path: z.string(), message: z.string() })
const shown = z.object({
  entry: kpiEntrySchema,
  source: z.string(),
  changed_at: z.string(),
  changed_by: z.string(),
})
export const ownKpisSchema = z.object({
  kpis: z.array(shown),
  facts: z
    .array(z.object({ name: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) }))
    .describe('What an own KPI can be measured on'),
})
export type OwnKpis = z.infer<typeof ownKpisSchema>

export const ownKpiTrySchema = ownKpiAskSchema.extend({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  last: z.string().max(10).optional(),
})
export const ownKpiTriedSchema = z.object({
  problems: z.array(problem).describe('Empty: it can be kept'),
  entry: kpiEntrySchema.nullable(),
  cell: cellSchema.nullable().describe('Its figure over the period'),
  records: z
    .array(
      z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), at: z.string().nullable(), amount: z.number().nullable() }),
    )
    .describe('The latest records behind it'),
  count: z.number().int().nullable().describe('How many there are; null = a figure made of others has none'),
})
export type OwnKpiTried = z.infer<typeof ownKpiTriedSchema>

export const ownKpiSetSchema = z.object({ entry: kpiEntrySchema })
