// Questions and answers of the company's own curves: response, cycle and stage times, contacts to a sale, attempts to a first contact,
// odds of winning against the delay of the response. Keys are fixed.
import { z } from 'zod'
import { cellSchema, headSchema, memberSchema, noteSchema } from './answer.ts'
import { limitSchema, periodShape } from './query.ts'

export const curveNames = ['speed', 'response', 'cycle', 'persistence', 'contacts', 'stage'] as const
export type CurveName = (typeof curveNames)[number]

export const curveQuerySchema = z.strictObject({
  name: z.enum(curveNames),
  by: z.array(z.string()).max(1).optional().describe('response, cycle, stage: a curve of each group beside that of all'),
  limit: limitSchema.describe('With by: groups told, the first ones'),
  ...periodShape,
})
export type CurveQuery = z.infer<typeof curveQuerySchema>

const pointSchema = z.object({
  t: z.number().describe('Seconds of a response, days of a cycle or a stage'),
  s: z.number().describe('Share still waiting'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  at_risk: z.number(),
  events: z.number(),
})
const curveShape = { curve: z.array(pointSchema), median: cellSchema }
const notes = z.array(noteSchema).optional()

export const survivalCurveSchema = headSchema.extend({
  ...curveShape,
  groups: z
    .array(z.object({ group: memberSchema, ...curveShape }))
    .optional()
    .describe('With by: the same for each group'),
  notes,
})
export type SurvivalCurveAnswer = z.infer<typeof survivalCurveSchema>

export const contactsCurveSchema = headSchema.extend({
  bins: z.array(z.object({ contacts: z.number(), wins: z.number(), share: cellSchema })),
  first: cellSchema.describe('Own share of sales on the first contact'),
  fifth: cellSchema.describe('Own share of sales from the fifth contact on'),
  quoted: z.object({ first: z.number(), fifth: z.number() }).describe('What is often quoted; no study found'),
  cascade: z.object({
    calls: z.number(),
    prospects: cellSchema.describe('Per 1,000 calls, own'),
    clients: cellSchema.describe('Per 1,000 calls, own'),
    quoted: z.array(z.number()).describe('1000 → 362 → 32'),
  }),
  notes,
})
export type ContactsCurveAnswer = z.infer<typeof contactsCurveSchema>

export const persistenceCurveSchema = headSchema.extend({
  attempts: z.array(
    z.object({
      attempt: z.number(),
      at_risk: z.number().describe('Leads with this attempt and without a contact before, of which it is known what came of it'),
      contacts: z.number().describe('First contacts on it, or after it and before the next one'),
      chance: cellSchema,
      by_gap: z
        .array(
          z.object({
            from_s: z.number(),
            to_s: z.number().nullable().describe('null = and longer'),
            at_risk: z.number(),
            contacts: z.number(),
            chance: cellSchema,
          }),
        )
        .describe('The same by the clock time since the attempt before; empty for the first'),
    }),
  ),
  stop_after: z.number().nullable().describe('The last attempt worth making; null = more attempts still pay, or too few to tell'),
  people: z.array(
    z.object({
      person: memberSchema,
      early: z.number().describe('Leads given up without a contact before the last attempt worth making'),
      hammered: z.number().describe('Leads with attempts beyond it'),
      leads: z.number().describe('Own leads with any attempt'),
    }),
  ),
  notes,
})
export type PersistenceCurveAnswer = z.infer<typeof persistenceCurveSchema>

export const speedCurveSchema = headSchema.extend({
  points: z.array(
    z.object({
      delay_s: z.number().describe('Clock seconds, as the client feels them'),
      odds: z.number().describe('Odds of winning against those of the quickest answers: adjusted for channel and hour of the week'),
      low: z.number().nullable(),
      high: z.number().nullable(),
      n: z.number(),
    }),
  ),
  marks: z.record(z.string(), cellSchema).describe('900, 3600 seconds: odds of winning of leads answered within it against later ones'),
  slope: cellSchema.describe('Change of the log-odds of winning for one unit of ln(1 + minutes)'),
  uncovered: z.object({
    hours: z.number().describe('Hours of the week in which most inbound leads came outside working time'),
    leads: z.number(),
    gain_wins: z.number().nullable().describe('Sales more if those leads were answered in 15 minutes'),
    gain_money: z.number().nullable(),
  }),
  notes,
})
export type SpeedCurveAnswer = z.infer<typeof speedCurveSchema>

export const curveAnswerSchema = z.union([survivalCurveSchema, contactsCurveSchema, persistenceCurveSchema, speedCurveSchema])
export type CurveAnswer = z.infer<typeof curveAnswerSchema>
