// The fixed groups of channels and the form of a rule that maps a case to one.

import { z } from 'zod'

export const CHANNEL_GROUPS = [
  'seo',
  'ads_search',
  'ads_social',
  'social',
  'email',
  'partner',
  'referral',
  'marketplace',
  'direct',
  'cold',
  'existing',
  'offline',
  'other',
] as const

export type ChannelGroup = (typeof CHANNEL_GROUPS)[number]

/** What a rule may look at: columns of a lead, deal or visit; `line` and `via` of the touch that brought it; `extra.NAME`. */
export const CHANNEL_RULE_FIELDS = [
  'channel',
  'campaign',
  'origin',
  'source',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'click_id',
  'referrer',
  'url',
  'line',
  'via',
] as const

/** A field of one of these names, or of `extra.`; an unknown field never matches. */
export const ruleField = (names: readonly string[]) =>
  z.string().refine((name) => names.includes(name) || /^extra\..+/.test(name), {
    error: (issue) => `unknown field "${String(issue.input)}"; known: ${names.join(', ')}, extra.NAME`,
  })

const text = z.string().min(1).max(500)

// TRICKY: the warehouse's regular expressions (RE2) know no look-around, no back-references, no \u, no empty class and no
// repetition of more than 1000.
const foreign = /\(\?<?[=!]|\(\?<|\\[1-9cku]|\[\^?\]|\\[pP]\{[^}]*=|\{\d*,?\d{4,}/
const pattern = text.refine((value) => isPattern(value) && !foreign.test(value), {
  error: 'not a regular expression (look-around and back-references are not known)',
})

/** Compared without regard to case. `matches` = an RE2 expression found anywhere in the text. */
export const channelCondition = z.discriminatedUnion(
  'op',
  [
    z.strictObject({ field: ruleField(CHANNEL_RULE_FIELDS), op: z.enum(['equals', 'contains']), value: text }),
    z.strictObject({ field: ruleField(CHANNEL_RULE_FIELDS), op: z.literal('matches'), value: pattern }),
    z.strictObject({ field: ruleField(CHANNEL_RULE_FIELDS), op: z.literal('in'), value: z.array(text).min(1).max(1000) }),
  ],
  { error: 'write {field, op: equals|contains|matches|in, value}' },
)

/** All conditions hold -> the group. The first rule that holds decides; the workspace's rules come before the product's. */
export const channelRule = z.strictObject({
  channel_group: z.enum(CHANNEL_GROUPS),
  when: z.array(channelCondition).min(1).max(20),
})

export type ChannelCondition = z.infer<typeof channelCondition>
export type ChannelRule = z.infer<typeof channelRule>

function isPattern(value: string): boolean {
  try {
    return Boolean(new RegExp(value, 'u'))
  } catch {
    // TRICKY: JavaScript tells a malformed expression only by an exception.
    return false
  }
}
