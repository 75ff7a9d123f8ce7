// What can be asked of a house, each resource once: its address, the form of the question and of the answer. The HTTP
// routes, their documentation and the command line (when it asks a running server) follow from this table.
import { z } from 'zod'
import {
  funnelAnswerSchema,
  funnelQuerySchema,
  ledgerAnswerSchema,
  ledgerQuerySchema,
  lostAnswerSchema,
  lostQuerySchema,
} from './analyses.ts'
import { answerSchema, recordsAnswerSchema } from './answer.ts'
import { kpiEntrySchema } from './kpi-entry.ts'
import { querySchema, recordsQuerySchema } from './query.ts'

export type Resource = {
  method: 'get' | 'post' | 'patch'
  path: string
  doc: string
  /** The body; of a GET the query string and the parameters of the path, which are text. */
  input: z.ZodType
  output: z.ZodType
}

const texts = kpiEntrySchema.shape.name
const family = z.object({ family: z.string(), name: texts, kpis: z.array(kpiEntrySchema) })
const nothing = z.object({})
const settings = z.record(z.string(), z.unknown())

const source = z.object({
  id: z.string(),
  kind: z.string(),
  created_at: z.string(),
  last_record_at: z.string().nullable(),
  complete_from: z.record(z.string(), z.string()).describe('Per kind of record, the day from which nothing is missing'),
  quarantined: z.number(),
})

export const quarantinedSchema = z.object({
  source: z.string(),
  kind: z.string(),
  record_id: z.string().nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
  raw: z.unknown(),
  at: z.string(),
})
export type Quarantined = z.infer<typeof quarantinedSchema>

const quarantineQuery = z.object({
  source: z.string().optional(),
  kind: z.string().optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

export const resources = {
  query: {
    method: 'post',
    path: '/api/query',
    doc: 'KPIs by dimensions and periods, each figure with its sample and interval',
    input: querySchema,
    output: answerSchema,
  },
  records: {
    method: 'post',
    path: '/api/records/search',
    doc: 'The records behind one figure; count is of all of them, not of the page',
    input: recordsQuerySchema,
    output: recordsAnswerSchema,
  },
  funnel: {
    method: 'post',
    path: '/api/funnel',
    doc: 'Stages of a pipeline with what became of every visit',
    input: funnelQuerySchema,
    output: funnelAnswerSchema,
  },
  ledger: {
    method: 'post',
    path: '/api/ledger',
    doc: 'Where every lead received is now',
    input: ledgerQuerySchema,
    output: ledgerAnswerSchema,
  },
  lost: { method: 'post', path: '/api/lost', doc: 'What was refused and why', input: lostQuerySchema, output: lostAnswerSchema },
  kpis: {
    method: 'get',
    path: '/api/kpis',
    doc: 'The catalogue of KPIs',
    input: nothing,
    output: z.object({ families: z.array(family) }),
  },
  kpi: {
    method: 'get',
    path: '/api/kpis/:id',
    doc: 'One entry of the catalogue',
    input: z.object({ id: z.string() }),
    output: kpiEntrySchema.extend({ family: z.string() }),
  },
  settings: { method: 'get', path: '/api/settings', doc: 'The settings of the workspace', input: nothing, output: settings },
  settingsPatch: {
    method: 'patch',
    path: '/api/settings',
    doc: 'Changes settings: a key or a dotted place and its new value; null sets it back',
    input: settings,
    output: settings,
  },
  workspaces: {
    method: 'get',
    path: '/api/workspaces',
    doc: 'The workspaces the caller may open, the one opened by default first',
    input: nothing,
    output: z.object({ workspaces: z.array(z.object({ id: z.string(), name: z.string(), demo: z.boolean() })) }),
  },
  sources: {
    method: 'get',
    path: '/api/sources',
    doc: 'The systems records came from',
    input: nothing,
    output: z.object({ sources: z.array(source) }),
  },
  quarantine: {
    method: 'get',
    path: '/api/quarantine',
    doc: 'Rows that were not taken in, with place and reason',
    input: quarantineQuery,
    output: z.object({ count: z.number(), rows: z.array(quarantinedSchema) }),
  },
} as const satisfies Record<string, Resource>

export type ResourceName = keyof typeof resources
export type ResourceInput<N extends ResourceName> = z.output<(typeof resources)[N]['input']>
export type ResourceOutput<N extends ResourceName> = z.output<(typeof resources)[N]['output']>
