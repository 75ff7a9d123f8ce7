// The form of one kind of gaming (kpis/gaming/*.yaml): which of a person's cases look like it, and from when on they stand out. A note is a
// question to ask, with its records; never a verdict.
import { z } from 'zod'
import { kpiEntrySchema, measureSchema } from './kpi-entry.ts'

const texts = kpiEntrySchema.shape.name

export const gamingKinds = [
  'bulk_close',
  'stage_jumps',
  'short_calls',
  'one_second_dials',
  'instant_win',
  'one_reason',
  'reassigned_before_loss',
  'hollow_tasks',
  'spam_without_contact',
  'split_deals',
  'reverted_wins',
  'disqualified_above_peers',
] as const

export const gamingEntrySchema = z.strictObject({
  kind: z.enum(gamingKinds),
  name: texts,
  rule: texts.describe('The rule in words'),
  measure: measureSchema.describe('By person: the share of cases that look like it, or a ratio'),
  excess: z.boolean().default(false).describe('Of a ratio: the cases beyond one for each below are those that look like it'),
  threshold: z
    .strictObject({
      times: z.number().min(1).default(3).describe('More than so many times the median of the peers'),
      share: z.number().min(0).max(1).default(0.05).describe('And at least this share'),
      cases: z.number().int().min(1).default(20).describe('Of at least so many cases'),
      hits: z.number().int().min(1).default(3).describe('And at least so many that look like it'),
      proof: z.boolean().default(false).describe('One case is proof'),
    })
    .prefault({}),
  leavers: z.boolean().default(true).describe('Told of people who have left, too: false where leaving itself looks like it'),
  evidence: z.enum(['all', 'numerator']).default('numerator').describe('Part of the records that shows it'),
  bears_on: z.array(z.string()).min(1).describe('KPIs it makes look better'),
})
export type GamingEntry = z.infer<typeof gamingEntrySchema>
