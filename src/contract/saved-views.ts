// Addresses people keep by a name: a page with its period and filters. Opening one shows no more than the reader's own rights do.
import { z } from 'zod'

export const viewAskSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'one line of text'),
  path: z
    .string()
    .max(300)
    .regex(/^\/(?!\/)[^\s\\?#]*$/, 'the path of a page')
    .describe('Page, such as /people'),
  search: z
    .string()
    .max(4000)
    .regex(/^(\?[^\s#]*)?$/, 'what stands behind the path')
    .default('')
    .describe('Period and filters as in the address, with the question mark'),
  shared: z.boolean().default(false).describe('For everybody of the company'),
})

export const viewSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  path: z.string(),
  search: z.string(),
  shared: z.boolean(),
  by: z.string().describe('Who keeps it'),
  may_remove: z.boolean(),
})
export type SavedView = z.infer<typeof viewSchema>
