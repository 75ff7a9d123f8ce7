// Questions and answers of the analyses that are not a table of KPIs: the funnel, the ledger of leads, refusals. Keys are fixed.
import { z } from 'zod'
import { cellSchema, headSchema, memberSchema, noteSchema } from './answer.ts'
import { limitSchema, periodShape } from './query.ts'
import { PIPELINE_KINDS } from './settings.ts'

const by = z.array(z.string()).max(1).optional()
const named = z.object({ id: z.string(), name: z.string() })

export const funnelQuerySchema = z.strictObject({
  pipeline: z.string().optional().describe('Id of the pipeline; absent: the one with most entries'),
  rule: z.enum(['reached', 'strict']).default('reached'),
  by,
  limit: limitSchema.describe('With by: groups told, the first ones'),
  ...periodShape,
})
export type FunnelQuery = z.infer<typeof funnelQuerySchema>

const stageSchema = z.object({
  stage: z.object({ id: z.string(), name: z.string(), kind: z.enum(['open', 'won', 'lost']) }),
  entries: z.number().describe('Visits begun in the period: the sum of the seven outcomes'),
  advanced: z.number(),
  skipped_over: z.number(),
  lost: z.number(),
  won: z.number(),
  moved_back: z.number(),
  re_piped: z.number(),
  still_there: z.number(),
  reached: z.number().describe('Cases that were in the stage, a later one, or won; once each'),
  conversion: cellSchema,
  cumulative: cellSchema,
  time_p50: cellSchema,
})
export type FunnelStage = z.infer<typeof stageSchema>

export const funnelAnswerSchema = headSchema.extend({
  pipeline: named.extend({ kind: z.enum(PIPELINE_KINDS) }).nullable(),
  rule: z.enum(['reached', 'strict']),
  stages: z.array(stageSchema),
  groups: z
    .array(z.object({ group: memberSchema, stages: z.array(stageSchema) }))
    .optional()
    .describe('With by: the same list for each group'),
  notes: z.array(noteSchema).optional(),
})
export type FunnelAnswer = z.infer<typeof funnelAnswerSchema>

export const ledgerQuerySchema = z.strictObject({ ...periodShape })
export type LedgerQuery = z.infer<typeof ledgerQuerySchema>

export const leadStates = [
  'won',
  'in_work',
  'waiting_on_us',
  'waiting_on_client',
  'abandoned',
  'unowned',
  'disqualified',
  'lost',
  'duplicate',
  'spam',
] as const
export type LeadState = (typeof leadStates)[number]

export const ledgerAnswerSchema = headSchema.extend({
  received: z.number(),
  states: z.array(
    z.object({ state: z.enum(leadStates), leads: z.number(), money: z.number().nullable(), oldest_days: z.number().nullable() }),
  ),
  unregistered: z.number().nullable().describe('Talked to, never entered into the CRM'),
  check: z.number().describe('Received less the sum of the states: 0'),
  notes: z.array(noteSchema).optional(),
})
export type LedgerAnswer = z.infer<typeof ledgerAnswerSchema>

export const lostQuerySchema = z.strictObject({ ...periodShape })
export type LostQuery = z.infer<typeof lostQuerySchema>

export const lostAnswerSchema = headSchema.extend({
  reasons: z.array(
    z.object({
      group: z.string().nullable(),
      reason: z.string().nullable(),
      leads: z.number(),
      deals: z.number(),
      money: z.number().nullable(),
      top_stage: named.nullable(),
      without_contact: z.number(),
    }),
  ),
  known: cellSchema,
  notes: z.array(noteSchema).optional(),
})
export type LostAnswer = z.infer<typeof lostAnswerSchema>
