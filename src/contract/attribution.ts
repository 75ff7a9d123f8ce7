// Question and answer of attribution: which channels the sales of a period are credited to, and the journeys behind them. Keys are fixed.
import { z } from 'zod'
import { headSchema, noteSchema } from './answer.ts'
import { attributionModels, periodShape } from './query.ts'

export const attributionQuerySchema = z.strictObject({
  model: z.enum(attributionModels).default('last_non_direct'),
  with_repeat: z.boolean().optional().describe('romi with repeat purchases, not first ones alone'),
  limit: z.number().int().min(1).max(10_000).default(10_000).describe('Journeys, those with most wins first'),
  ...periodShape,
})
export type AttributionQuery = z.infer<typeof attributionQuerySchema>

const money = z.number().nullable()

export const attributionAnswerSchema = headSchema.extend({
  model: z.enum(attributionModels),
  deals: z.number().describe('Won deals: the wins of all channels and the unattributed ones'),
  revenue: z.number(),
  channels: z.array(
    z.object({
      channel: z.string().describe('Channel group'),
      wins: z.number(),
      revenue: z.number(),
      spend: money.describe('null = no row of spend'),
      romi: money,
      cac: money,
    }),
  ),
  unattributed: z.object({ wins: z.number(), revenue: z.number() }).describe('Sales of which no channel is known'),
  journeys: z.array(
    z.object({
      path: z.array(z.string()).describe('Channel groups in order; none = unattributed'),
      wins: z.number().describe('Won deals of the period'),
      leads: z.number().describe('Leads behind them, and leads closed without a win in the period'),
    }),
  ),
  notes: z.array(noteSchema).optional(),
})
export type AttributionAnswer = z.infer<typeof attributionAnswerSchema>
