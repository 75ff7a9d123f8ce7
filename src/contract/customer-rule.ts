// The ideal customer as a tree of conditions over a case and its client.

import { z } from 'zod'
import { ruleField } from './channel-groups.ts'

/** Columns of the company, the contact and the lead or deal that a rule may look at, and `extra.NAME`. */
export const CUSTOMER_RULE_FIELDS = [
  'industry',
  'size',
  'region',
  'country',
  'segment',
  'domain',
  'position',
  'decision_maker',
  'product',
  'language',
  'channel_group',
] as const

const LEVELS_MAX = 8

const text = z.union([z.string().min(1).max(500), z.number(), z.boolean()])
const field = ruleField(CUSTOMER_RULE_FIELDS)

const condition = z.discriminatedUnion(
  'op',
  [
    z.strictObject({ field, op: z.enum(['equals', 'contains']), value: text }),
    z.strictObject({ field, op: z.literal('in'), value: z.array(text).min(1).max(1000) }),
    z.strictObject({ field, op: z.enum(['at_least', 'at_most']), value: z.number() }),
    z.strictObject({ field, op: z.literal('known'), value: z.boolean() }),
  ],
  { error: 'write {all: [..]}, {any: [..]}, {not: ..} or {field, op: equals|contains|in|at_least|at_most|known, value}' },
)

export type CustomerCondition = z.infer<typeof condition>

/** Texts are compared without regard to case; at_least and at_most read the text as a number; an unknown field fails all but `known: false`. */
export type CustomerRule = { all: CustomerRule[] } | { any: CustomerRule[] } | { not: CustomerRule } | CustomerCondition

/** Each level has a name, by which a description of the schema says it once; spelled out in each other they are millions of letters. */
function ruleOfLevels(levels: number): z.ZodType<CustomerRule> {
  if (levels === 0) return condition
  const next = ruleOfLevels(levels - 1)
  const many = z.array(next).min(1).max(50)
  return z
    .union([z.strictObject({ all: many }), z.strictObject({ any: many }), z.strictObject({ not: next }), condition])
    .meta({ id: `CustomerRule${levels}` })
}

export const customerRule = ruleOfLevels(LEVELS_MAX)
