// The systems records come from: what is told of them, and what connecting and syncing one asks and answers.
import { z } from 'zod'

const counts = z.object({
  answers: z.number().int().describe('Answers of the system that were read'),
  accepted: z.number().int(),
  unchanged: z.number().int(),
  quarantined: z.number().int(),
})

/** paused by somebody; syncing now; failing since the last try; waiting for the first sync; late: no sync came through for three turns. */
export const connectionStates = ['paused', 'syncing', 'failing', 'waiting', 'late', 'fresh'] as const

const connection = z.object({
  system: z.string(),
  address: z.string(),
  account: z.string().nullable().describe('What the system calls the account'),
  state: z.enum(connectionStates),
  every_minutes: z.number().int().describe('How often a running server syncs it'),
  started_at: z.string().nullable().describe('When the last sync began'),
  synced_at: z.string().nullable().describe('When the last sync ended'),
  complete_from: z.string().nullable().describe('While the past is still fetched: everything since then is in'),
  progress: counts.nullable().describe('Of the last sync, or the one that runs'),
  error: z.string().nullable().describe('Why the last sync failed, in plain words'),
  error_at: z.string().nullable(),
  rights: z
    .array(z.object({ kind: z.string(), may: z.boolean() }))
    .nullable()
    .describe('What the token may read, by kind of record; null: the system does not tell'),
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
  mapping: z.string().max(200_000).optional().describe('For tables: the text of a mapping file'),
})
export const connectedSchema = z.object({ source: z.string(), system: z.string(), account: z.string(), currency: z.string().nullable() })

export const consentAskSchema = z.strictObject({
  system: z.string().min(1),
  source: z.string().min(1).max(64).optional().describe('What the source is called; default the name of the system'),
  address: z.string().default('').describe('Address of the account; needless where all have the same'),
  client_id: z.string().trim().min(1).max(500).describe("Of the company's own application at the provider"),
  client_secret: z.string().trim().min(1).max(2000),
})
export const consentSchema = z.object({
  url: z.string().describe('The page of the provider that asks the person'),
  state: z.string().describe('Comes back with the answer'),
  key: z.string().describe('Kept by the page that asked, and sent with the answer'),
})
export const consentAnswerSchema = z.strictObject({
  state: z.string().min(1).max(500),
  key: z.string().min(1).max(500),
  told: z
    .record(z.string().max(100), z.string().max(4000))
    .describe('What the provider sent the person back with: code, error and the like'),
})

export const syncAskSchema = z.strictObject({
  id: z.string(),
  since: z.iso.date().optional().describe('How far back the past is fetched'),
  within_s: z.number().int().min(1).max(3600).optional().describe('Ends after the part that is read by then; the next sync goes on'),
  wait: z.boolean().optional().describe('false: answers at once, and the server syncs as soon as it can'),
})
export const syncAnswerSchema = counts.extend({ source: z.string(), whole: z.boolean().describe('false: there is more to fetch') })

export const sourceShownSchema = z.object({
  source: sourceSchema,
  records: z.record(z.string(), z.number()).describe('Records of it, by kind'),
  kpis: z.array(z.string()).describe('KPIs that rest on kinds of records it sends'),
  hook: z.string().nullable().describe('Where the system may tell of changes; null: it does not, or it is not connected'),
})

export const sourcePatchSchema = z.strictObject({
  id: z.string(),
  paused: z.boolean().optional(),
  every_minutes: z.number().int().min(5).max(1440).optional(),
})
export const sourceEraseSchema = z.strictObject({ id: z.string() })
export const sourceErasedSchema = z.object({ erased: z.record(z.string(), z.number()).describe('Records that were there, by kind') })

export const systemSchema = z.object({
  system: z.string(),
  title: z.string(),
  example: z.string().nullable().describe('What an address of an account looks like; null: none is asked'),
  choices: z.array(z.string()).describe('What can be written as the address, where there are a few'),
  needs_token: z.boolean(),
  has_hook: z.boolean().describe('Does it tell of changes by itself?'),
  has_consent: z.boolean().describe('Can a person allow an application of the company to read it?'),
  redirect_uri: z.string().nullable().describe('What is entered at the provider as the return address of that application'),
})

export const quarantineQuerySchema = z.object({
  source: z.string().optional(),
  kind: z.string().optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
