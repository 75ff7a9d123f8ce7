// A rule of the ideal customer while it is written: how many of the latest leads it takes in, and what is known to write it by.
import { z } from 'zod'
import { customerRule } from './customer-rule.ts'

/** Leads of so many days are looked at. */
export const CUSTOMER_TRY_DAYS = 365

export const customerTrySchema = z.strictObject({ rule: customerRule.nullable() })
export type CustomerTry = z.infer<typeof customerTrySchema>

const counted = z.object({ leads: z.number(), won: z.number().describe('Of them sold so far') })
export const customerTriedSchema = z.object({
  leads: z.number().describe('Leads of the last 365 days, without spam and duplicates'),
  matched: counted,
  others: counted.describe('Of which it is known that they do not match'),
  undecided: z.number().describe('Too little is known of them'),
  fields: z
    .array(z.object({ field: z.string(), known: z.number().describe('Leads with it'), values: z.array(z.string()) }))
    .describe('What a rule may look at, with the most frequent values'),
})
export type CustomerTried = z.infer<typeof customerTriedSchema>
