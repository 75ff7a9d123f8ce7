// Deals the head marks as promised to a day.
import { z } from 'zod'
import { memberSchema } from './answer.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a local date YYYY-MM-DD')

export const promiseSchema = z.object({
  id: z.string(),
  deal: z.object({ id: z.string(), name: z.string().nullable() }),
  day: z.string().describe('Local day it is promised to'),
  person: memberSchema.describe('Owner of the deal'),
  amount: z.number().nullable(),
  kept: z.boolean().nullable().describe('Sold or paid by the end of the day; null = the day is not over'),
  marked_at: z.string(),
  marked_by: z.string(),
})
export type PromiseEntry = z.infer<typeof promiseSchema>

export const newPromiseSchema = z.strictObject({ deal: z.string().min(3).max(300).describe('source:id'), day })
export const promiseListQuerySchema = z.object({ from: day.optional(), to: day.optional() })
export const promiseByIdSchema = z.strictObject({ id: z.string().regex(/^\d{1,15}$/, 'the number of a promise') })
