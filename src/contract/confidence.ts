// How far figures can be believed: the evidence behind them, the sources that are missing or silent, progress nobody saw, and work that
// looks better than it is.
import { z } from 'zod'
import { cellSchema, headSchema, memberSchema, noteSchema } from './answer.ts'
import { gamingKinds } from './gaming-entry.ts'
import { periodShape } from './query.ts'

export const confidenceQuerySchema = z.strictObject({ kpi: z.string().optional().describe('Absent: every KPI'), ...periodShape })
export type ConfidenceQuery = z.infer<typeof confidenceQuerySchema>

const missing = z.object({
  source: z.string().nullable().describe('null = nobody sends records of this kind'),
  kind: z.string(),
  since: z.string().nullable().describe('First local day without it'),
  until: z.string().nullable().describe('First local day with it again; null = still'),
})
export type Missing = z.infer<typeof missing>

const gamingNote = z.object({
  kind: z.enum(gamingKinds),
  name: z.string(),
  rule: z.string(),
  person: memberSchema,
  n: z.number().describe('Cases that look like it'),
  of: z.number().describe('Cases looked at'),
  value: z.number(),
  peers: z.number().describe('Median of the peers'),
  bears_on: z.array(z.string()),
  evidence: z.object({
    kpi: z.string(),
    part: z.string(),
    filters: z.record(z.string(), z.unknown()).describe('With kpi and part a question to /api/records/search'),
  }),
})
export type GamingNote = z.infer<typeof gamingNote>

const share = z.number().nullable().describe('Share of the population that has the evidence; null = nothing to judge')

export const confidenceAnswerSchema = headSchema.extend({
  kpi: z.string().nullable(),
  share,
  missing: z.array(missing),
  unseen: cellSchema,
  gaming: z.array(gamingNote),
  kpis: z.array(z.object({ kpi: z.string(), share, missing: z.array(missing) })),
  notes: z.array(noteSchema).optional(),
})
export type ConfidenceAnswer = z.infer<typeof confidenceAnswerSchema>
