// One person: figures of the last four weeks against the own eight before and the others of the role, the funnel, plans and pay,
// deals to discuss, calls to hear, last refusals, what was agreed. Keys are fixed.
import { z } from 'zod'
import { funnelAnswerSchema } from './analyses.ts'
import { cellSchema, headSchema, memberSchema, noteSchema } from './answer.ts'
import { findingSchema } from './brief.ts'
import { agreementSchema } from './one-on-ones.ts'
import { payAnswerSchema } from './pay.ts'
import { plansAnswerSchema } from './plans.ts'
import { promiseSchema } from './promises.ts'
import { reviewedCallSchema } from './reviews.ts'

export const scorecardQuerySchema = z.object({
  id: z.string().describe('source:id of the person'),
  as_of: z.string().optional().describe('As of this past moment'),
})
export type ScorecardQuery = z.infer<typeof scorecardQuerySchema>

export const scorecardParts = ['result', 'speed', 'activity', 'persistence', 'tasks', 'scripts'] as const
export const verdicts = ['better', 'worse', 'same', 'unclear', 'none'] as const

const spanSchema = z.object({ from: z.string(), to: z.string() })
const moneyPlan = plansAnswerSchema.shape.plans.element

const peersSchema = z.object({
  people: z.number().describe('Others of the role with a value, and the person'),
  median: z.number(),
  low: z.number().describe('A quarter of them lies below'),
  high: z.number().describe('A quarter of them lies above'),
})

export const scorecardFigureSchema = z.object({
  part: z.enum(scorecardParts),
  kpi: z.string(),
  cell: cellSchema.describe('The period; previous = the own eight weeks before it, a sum as of a like number of days'),
  verdict: z.enum(verdicts).describe('Against the own eight weeks: better or worse only beyond chance'),
  peers: peersSchema.nullable().describe('null = fewer than four people'),
})
export type ScorecardFigure = z.infer<typeof scorecardFigureSchema>

export const dealRisks = ['stalled', 'without_task', 'slipped'] as const
export type DealRisk = (typeof dealRisks)[number]

const dealSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  amount: z.number().nullable(),
  risks: z.array(z.enum(dealRisks)),
  stage: memberSchema,
  stage_days: z.number().nullable().describe('Days in the stage'),
  silent_days: z.number().nullable().describe('Days since the last touch either way; null = never'),
})
export type ScorecardDeal = z.infer<typeof dealSchema>

const refusalSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  at: z.string().nullable(),
  amount: z.number().nullable(),
  reason: z.string().nullable(),
  stage: memberSchema.describe('It was lost from'),
  last_contact_at: z.string().nullable(),
})

const agendaSchema = z.object({
  kind: z.enum(['agreement', 'finding', 'promise', 'figure', 'deal', 'call']),
  kpi: z.string().nullable().describe('Of a figure or finding'),
  ref: z.string().nullable().describe('Id of the agreement, deal or call'),
  title: z.string().nullable().describe('Of a finding, agreement or deal'),
  question: z.string().nullable().describe('To ask, of a finding'),
  verdict: z.enum(['better', 'worse']).nullable(),
})
export type AgendaItem = z.infer<typeof agendaSchema>

export const scorecardSchema = headSchema.extend({
  person: memberSchema,
  role: z.string().nullable(),
  own: spanSchema.describe('The eight weeks before'),
  figures: z.array(scorecardFigureSchema),
  funnel: z.object({
    ...spanSchema.shape,
    pipeline: funnelAnswerSchema.shape.pipeline,
    stages: z.array(
      z.object({
        stage: z.object({ id: z.string(), name: z.string(), kind: z.enum(['open', 'won', 'lost']) }),
        reached: z.number(),
        conversion: cellSchema,
        all: cellSchema.describe('The same of the whole company'),
      }),
    ),
  }),
  plans: z.array(moneyPlan.pick({ metric: true, target: true, actual: true, expected_share: true, attainment: true, pace: true })),
  pay: payAnswerSchema.shape.people.element.nullable().describe('For owner, head and the person'),
  deals: z.array(dealSchema).describe('At most five at risk, the dearest first'),
  calls: z.array(z.object({ pick: z.enum(['best', 'worst']), call: reviewedCallSchema })),
  refusals: z.array(refusalSchema).describe('The latest five'),
  promises: z.array(promiseSchema),
  agreements: z
    .array(agreementSchema.extend({ one_on_one: z.string(), made: z.string() }))
    .describe('Of the last talk, and open ones before'),
  findings: z.array(findingSchema),
  agenda: z.array(agendaSchema).describe('What to talk about, the most pressing first'),
  notes: z.array(noteSchema).optional(),
})
export type Scorecard = z.infer<typeof scorecardSchema>
