// What the tracker on a site sends, and what it is set up with.
import { z } from 'zod'

/** Source under which visits of the tracker are kept. */
export const TRACKER_SOURCE = 'tracker'
/** Field of a form, and so column of a lead, that names its visitor. */
export const VISITOR_FIELD = 'rumb_visitor'

const address = z.string().max(2000)

export const visitSchema = z.strictObject({
  k: z.string().min(1).max(64).describe('Key of the site'),
  v: z
    .string()
    .regex(/^[\w-]{16,64}$/)
    .describe('Visitor: a random id'),
  u: address.refine((url) => URL.canParse(url) && /^https?:/i.test(url), 'an address of a page').describe('Page'),
  r: address.default('').describe('Address the visit came from'),
  q: address.default('').describe('Query string of the first page of the visit: its tags'),
})
export type VisitSent = z.infer<typeof visitSchema>

export const trackerSchema = z.object({
  key: z.string().describe('Public: it stands in the pages of the site'),
  snippet: z.string().describe('Goes into every page of the site'),
  source: z.string().describe('Source under which visits are kept'),
})
export type Tracker = z.infer<typeof trackerSchema>
