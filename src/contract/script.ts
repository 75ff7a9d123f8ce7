// What a script asks of a call, as its record tells it: steps with their weights, objections with their phrases.
import { z } from 'zod'

const partSchema = z.object({
  key: z.string().min(1),
  title: z.string().optional(),
  phrases: z.array(z.string()).default([]),
  weight: z.number().nonnegative().default(1),
  critical: z.boolean().default(false),
})
export type ScriptPart = z.infer<typeof partSchema>

/** Parts of a script out of the JSON of its record; what cannot be read is no part. */
export function readScriptParts(json: string): ScriptPart[] {
  if (json.trim() === '') return []
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? list.flatMap((part) => partSchema.safeParse(part).data ?? []) : []
}
