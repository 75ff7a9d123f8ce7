// Who is one across sources: pairs of records that were joined, that are doubtful, that were refused, and what people decide about
// them; numbers that were talked to and never made a lead.
import { z } from 'zod'
import { memberSchema } from './answer.ts'

export const identityKinds = ['people', 'companies', 'contacts'] as const
export const identityStates = ['doubtful', 'joined', 'refused'] as const
const kind = z.enum(identityKinds)
const record = z.string().min(3).max(300).describe('source:id')

export const identityQuerySchema = z.strictObject({
  kind: kind.optional(),
  state: z.enum(identityStates).default('doubtful'),
  record: record.optional().describe('Pairs of this record alone'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type IdentityQuery = z.infer<typeof identityQuerySchema>

const sideSchema = z.object({
  id: z.string(),
  source: z.string(),
  name: z.string().nullable(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  of: z.string().nullable().describe('Company of a contact, team of a person; domain or tax id of a company'),
  cases: z.number().describe('Leads and deals that name it'),
})
export type IdentitySide = z.infer<typeof sideSchema>

export const identityPairSchema = z.object({
  kind,
  state: z.enum(identityStates),
  a: sideSchema,
  b: sideSchema,
  methods: z.array(z.string()).describe('What both have: email, mailbox (of many people), phone, tax_id, domain; empty = joined by hand'),
  shared: z.array(z.string()).describe('The addresses both have, as they are compared'),
  why: z
    .string()
    .describe('What keeps a doubtful pair apart: shared, mailbox, several, tax_id, refused; decided = somebody decided; empty = nothing'),
  decided: z.object({ at: z.string(), by: z.string() }).nullable(),
})
export type IdentityPair = z.infer<typeof identityPairSchema>

export const identityAnswerSchema = z.object({
  counts: z.array(z.object({ kind, doubtful: z.number(), joined: z.number(), refused: z.number() })),
  count: z.number().describe('Of all pairs asked for, not of the page'),
  pairs: z.array(identityPairSchema),
})

export const identityDecisionSchema = z.strictObject({
  kind,
  a: record,
  b: record,
  verdict: z.enum(['joined', 'refused']).nullable().describe('null takes back what was decided; the rules hold again'),
})

export const unknownCallersQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(3650).default(90).describe('Calls of the last so many days'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type UnknownCallersQuery = z.infer<typeof unknownCallersQuerySchema>

export const unknownCallersSchema = z.object({
  count: z.number().describe('Numbers, not of the page'),
  talk_s: z.number().describe('Time talked with all of them'),
  callers: z.array(
    z.object({
      phone: z.string(),
      calls: z.number(),
      talks: z.number().describe('Calls with at least the talk time that counts as effective'),
      talk_s: z.number(),
      inbound: z.number(),
      last_at: z.string(),
      people: z.array(memberSchema).describe('Who talked, latest first'),
      lines: z.array(z.string()),
    }),
  ),
})
