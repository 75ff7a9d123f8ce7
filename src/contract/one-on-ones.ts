// Talks of a lead with one of their people: private notes of who led it, agreements both see, what was trained. Keys are fixed.
import { z } from 'zod'
import { memberSchema } from './answer.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a local date YYYY-MM-DD')
const text = z.string().trim().min(1).max(1000)

export const agreementSchema = z.object({
  id: z.string().describe('Unique within its talk'),
  text: z.string(),
  due: z.string().nullable(),
  kept: z.boolean().nullable().describe('null = nobody has said yet'),
  marked_at: z.string().nullable().describe('When it was said'),
})
export type Agreement = z.infer<typeof agreementSchema>

export const trainingSchema = z.object({
  kpi: z.string().describe('KPI the training is to move'),
  topic: z.string(),
})
export type Training = z.infer<typeof trainingSchema>

export const oneOnOneSchema = z.object({
  id: z.string(),
  person: memberSchema,
  day: z.string(),
  by: z.string().describe('Who led it'),
  own: z.boolean().describe('The asker led it: may change it, and sees the notes'),
  notes: z.string().nullable().describe('Of who led it, for nobody else'),
  agreements: z.array(agreementSchema),
  training: z.array(trainingSchema),
})
export type OneOnOne = z.infer<typeof oneOnOneSchema>

const writtenAgreement = z.strictObject({
  id: z.string().max(40).optional().describe('Absent: a new one'),
  text,
  due: day.nullable().optional(),
  kept: z.boolean().nullable().optional(),
})
const writtenShape = {
  notes: z.string().max(20_000).optional(),
  agreements: z
    .array(writtenAgreement)
    .max(20)
    .refine((list) => new Set(list.flatMap(({ id }) => id ?? [])).size === list.filter(({ id }) => id !== undefined).length, {
      error: 'an agreement stands once',
    })
    .optional()
    .describe('All of them: one left out is taken away'),
  training: z
    .array(z.strictObject({ kpi: z.string().min(1).max(80), topic: text }))
    .max(10)
    .optional(),
}
export const newOneOnOneSchema = z.strictObject({
  person: z.string().min(3).max(300).describe('source:id'),
  day: day.optional().describe('Absent: today'),
  ...writtenShape,
})
export type NewOneOnOne = z.infer<typeof newOneOnOneSchema>
export const oneOnOnePatchSchema = z.strictObject({ id: z.string(), day: day.optional(), ...writtenShape })
export type OneOnOnePatch = z.infer<typeof oneOnOnePatchSchema>
export const oneOnOneByIdSchema = z.strictObject({ id: z.string() })

export const oneOnOnesQuerySchema = z.strictObject({
  person: z.string().optional().describe('source:id; absent: everybody the asker may see'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const oneOnOnesSchema = z.object({ one_on_ones: z.array(oneOnOneSchema).describe('Latest first') })
