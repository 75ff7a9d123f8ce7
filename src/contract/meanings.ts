// What the sources call their pipelines, stages and refusal reasons, and what Rumb takes them to mean. Form of the answer.
import { z } from 'zod'
import { LOST_REASON_GROUPS, MILESTONES, PIPELINE_KINDS } from './settings.ts'

const kind = z.enum(PIPELINE_KINDS)
const milestone = z.enum(MILESTONES).nullable()
const group = z.enum(LOST_REASON_GROUPS).nullable()

const stage = z.object({
  id: z.string().describe('source:id, the key of it in the settings'),
  name: z.string(),
  kind: z.enum(['open', 'won', 'lost']),
  milestone: milestone.describe('What it counts as now; null = none'),
  is_confirmed: z.boolean().describe('Set in the settings; else sent by the source or read from the name'),
  days_max: z.number().nullable(),
  is_archived: z.boolean(),
})

export const meaningsSchema = z.object({
  pipelines: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: kind.describe('What it counts as now'),
      is_confirmed: z.boolean(),
      proposed: kind.nullable().describe('What its name speaks for; null = nothing against the present kind'),
      stages: z.array(stage),
    }),
  ),
  lost_reasons: z.array(
    z.object({
      id: z.string().describe('source:id or the text as sent, the key of it in the settings'),
      name: z.string(),
      group,
      is_confirmed: z.boolean(),
      cases: z.number().describe('Leads and deals refused with it'),
    }),
  ),
})
export type Meanings = z.infer<typeof meaningsSchema>
