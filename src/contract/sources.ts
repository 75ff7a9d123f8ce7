// The systems records come from: what is told of them, and what connecting and syncing one asks and answers.
import { z } from 'zod'

const connection = z.object({
  system: z.string(),
  address: z.string(),
  synced_at: z.string().nullable().describe('When the last sync ended'),
  complete_from: z.string().nullable().describe('While the past is still fetched: everything since then is in'),
  error: z.string().nullable().describe('Why the last sync failed, in plain words'),
})

export const sourceSchema = z.object({
  id: z.string(),
  kind: z.string(),
  created_at: z.string(),
  last_record_at: z.string().nullable(),
  complete_from: z.record(z.string(), z.string()).describe('Per kind of record, the day from which nothing is missing'),
  connection: connection.nullable().describe('Null: it is not read by itself'),
  quarantined: z.number(),
})

export const connectAskSchema = z.strictObject({
  system: z.string().min(1),
  source: z.string().min(1).max(64).optional().describe('What the source is called; default the name of the system'),
  address: z.string().default('').describe('Address of the account, such as https://company.amocrm.ru; needless where all have the same'),
  token: z.string().max(10_000).default('').describe('Needless where the system answers everybody'),
})
export const connectedSchema = z.object({ source: z.string(), system: z.string(), account: z.string(), currency: z.string().nullable() })

export const syncAskSchema = z.strictObject({ id: z.string(), since: z.iso.date().optional().describe('How far back the past is fetched') })
export const syncAnswerSchema = z.object({
  source: z.string(),
  answers: z.number().int().describe('Answers of the system that were read'),
  accepted: z.number().int(),
  unchanged: z.number().int(),
  quarantined: z.number().int(),
})

export const quarantineQuerySchema = z.object({
  source: z.string().optional(),
  kind: z.string().optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
