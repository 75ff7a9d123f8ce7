// Scripts and materials as a company writes them itself: listed, tried on its latest calls while they are written, kept, taken away.
import { z } from 'zod'
import { byIdSchema } from './access.ts'
import { memberSchema } from './answer.ts'
import { managers, type Role } from './roles.ts'

/** The source of what is written in the program itself. */
export const OWN_SOURCE = 'rumb'

const line = z.string().trim().min(1).max(300)
const partsMax = 60
const phrases = z.array(line).max(100).default([]).describe('In any language, as they are said; other forms of the words are found too')
const key = z.string().trim().min(1).max(100)
const objection = z.strictObject({ key, title: line, phrases })
const step = objection.extend({
  weight: z.number().min(0).max(100).default(1),
  critical: z.boolean().default(false).describe('Without it the score of a call is capped'),
})
const parts = {
  steps: z.array(step).max(partsMax),
  objections: z.array(objection).max(partsMax).default([]),
}
const keysOf = ({ steps, objections }: { steps: readonly { key: string }[]; objections: readonly { key: string }[] }) =>
  [...steps, ...objections].map((part) => part.key)
const areKeysApart = (given: Parameters<typeof keysOf>[0]) => new Set(keysOf(given)).size === keysOf(given).length
const apart = { message: 'every step and objection has a key of its own', path: ['steps'] }

const id = z.string().max(200).describe('source:id')
export const scriptAskSchema = z
  .strictObject({
    id: id.optional().describe('Of the script that is changed, source:id; absent: a new one'),
    name: line,
    version: z.string().trim().max(100).default(''),
    threshold: z.number().min(0).max(1).default(0.7).describe('Weighted share of steps from which a call followed the script'),
    ...parts,
  })
  .refine(areKeysApart, apart)
export type ScriptAsk = z.infer<typeof scriptAskSchema>

export const materialAskSchema = z.strictObject({
  id: id.optional().describe('Of the material that is changed, source:id; absent: a new one'),
  name: line,
  kind: z.string().trim().max(100).default(''),
  url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2000)]).default(''),
  language: z.string().trim().max(20).default(''),
  published_at: z.union([z.literal(''), z.iso.date()]).default(''),
  cost: z.number().min(0).max(1e12).nullable().default(null),
})
export type MaterialAsk = z.infer<typeof materialAskSchema>

export const scriptTrySchema = z.strictObject(parts).refine(areKeysApart, apart)
export type ScriptTry = z.infer<typeof scriptTrySchema>

const heardSchema = z.object({
  phrase: z.string(),
  calls: z.number().int().describe('In how many of the calls it is heard'),
  examples: z.array(z.object({ call: z.string(), at: z.string(), person: memberSchema, quote: z.string() })),
})
export const scriptTriedSchema = z.object({
  calls: z.number().int().describe('Latest calls with a transcript that the script was tried on'),
  parts: z.array(z.object({ key: z.string(), calls: z.number().int(), phrases: z.array(heardSchema) })),
})
export type ScriptTried = z.infer<typeof scriptTriedSchema>

const stored = { id: z.string(), source: z.string(), name: z.string() }
const storedObjection = z.object({ key: z.string(), title: z.string().nullable(), phrases: z.array(z.string()) })
export const scriptsSchema = z.object({
  scripts: z.array(
    z.object({
      ...stored,
      version: z.string(),
      threshold: z.number(),
      steps: z.array(storedObjection.extend({ weight: z.number(), critical: z.boolean() })),
      objections: z.array(storedObjection),
    }),
  ),
  materials: z.array(
    z.object({
      ...stored,
      kind: z.string(),
      url: z.string(),
      language: z.string(),
      published_at: z.string().nullable().describe('Day'),
      cost: z.number().nullable(),
    }),
  ),
})
export type Scripts = z.infer<typeof scriptsSchema>

const kept = z.object({ id: z.string() })
const knowing: readonly Role[] = ['owner', 'head', 'lead', 'reviewer', 'analyst']

export const scriptResources = {
  scripts: {
    method: 'get',
    path: '/api/scripts',
    doc: 'Scripts with their steps, objections and phrases, and materials',
    access: knowing,
    input: z.object({}),
    output: scriptsSchema,
  },
  scriptTry: {
    method: 'post',
    path: '/api/scripts/tries',
    doc: 'In how many of the latest calls with a transcript each phrase is heard, with the quoted places; keeps nothing',
    access: managers,
    input: scriptTrySchema,
    output: scriptTriedSchema,
  },
  scriptSet: {
    method: 'post',
    path: '/api/scripts',
    doc: 'Keeps a script; calls are listened to again by it',
    access: managers,
    input: scriptAskSchema,
    output: kept,
  },
  scriptRemove: {
    method: 'delete',
    path: '/api/scripts/:id',
    doc: 'Takes a script away; kept again under the same id it is back',
    access: managers,
    input: byIdSchema,
    output: z.object({}),
  },
  materialSet: {
    method: 'post',
    path: '/api/materials',
    doc: 'Keeps a material',
    access: managers,
    input: materialAskSchema,
    output: kept,
  },
  materialRemove: {
    method: 'delete',
    path: '/api/materials/:id',
    doc: 'Takes a material away; kept again under the same id it is back',
    access: managers,
    input: byIdSchema,
    output: z.object({}),
  },
} as const
