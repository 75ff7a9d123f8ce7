// Whom to offer what: which things are bought after which, and the customers who have the one and not yet the other. Keys are fixed.
import { z } from 'zod'
import { cellSchema, headSchema, memberSchema, noteSchema } from './answer.ts'
import { periodShape } from './query.ts'

export const offersQuerySchema = z.strictObject({
  ...periodShape,
  limit: z.number().int().min(1).max(10_000).default(100).describe('Customers told one by one, the most valuable first'),
})
export type OffersQuery = z.infer<typeof offersQuerySchema>

/** Figures of a pair: next purchases after the one, and those without it. */
export const OFFER_SHARE = 'offer_share'
export const OFFER_BASE = 'offer_base'

const evidence = z
  .object({ kpi: z.enum([OFFER_SHARE, OFFER_BASE]), filters: z.record(z.string(), z.unknown()) })
  .nullable()
  .describe('With `part` a question to /api/records/search; null = pairs are told of the whole company, which the role does not see')

const pair = z.object({
  bought: z.string().describe('Category, else product'),
  offer: z.string(),
  share: cellSchema.describe('Of next purchases after the one those with the other; n = next purchases of who had not bought it yet'),
  base: cellSchema.describe('The same of who had not bought the one'),
  difference: z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }).describe('share - base, Newcombe'),
  lift: z.number().nullable().describe('share / base; null at base 0'),
  p: z.number(),
  q: z.number().describe('Of the findings up to this one so many may be false'),
  evidence: z.object({ share: evidence, base: evidence }).describe('The purchases behind share and base'),
})
export type OfferPair = z.infer<typeof pair>

const offered = z.object({
  customer: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), url: z.string().nullable() }),
  owner: memberSchema,
  bought: z.string(),
  offer: z.string(),
  last_purchase: z.string().describe('Local day'),
  state: z.enum(['active', 'due']),
  chance: z.number().describe('That the offer is in the next purchase: the share of its pair'),
  amount: z.number().nullable().describe('Middle amount of the offer in a purchase; null = without a price'),
  expected: z.number().nullable().describe('chance × amount'),
})
export type OfferedCustomer = z.infer<typeof offered>

export const offersAnswerSchema = headSchema.extend({
  things: z.number().describe('Categories or products compared'),
  steps: z.number().describe('Next purchases seen'),
  tests: z.number().describe('Pairs with enough cases to be tested'),
  pairs: z.array(pair),
  needed: z.number().nullable().describe('Without a pair: about so many more next purchases are needed; null = nobody can tell'),
  count: z.number().describe('Customers and offers in all'),
  customers: z.array(offered),
  claim: z.literal('association'),
  notes: z.array(noteSchema),
})
export type OffersAnswer = z.infer<typeof offersAnswerSchema>
