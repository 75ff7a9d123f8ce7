// The Model Context Protocol as far as reading needs it: what a message asks for and what is answered. Tools are the analyses of the
// resource table, none of which writes. Knows no streams.
import { z } from 'zod'
import type { Lang } from '../app/ask-house.ts'
import { AppError } from '../contract/errors.ts'
import { plansPostSchema } from '../contract/plans.ts'
import { type ResourceName, type ResourceOutput, resources } from '../contract/resources.ts'
import type { Doorway } from './doorway.ts'

export type McpHouse = { version: string; lang: Lang; openDoorway: () => Promise<Doorway> }
type Answered = { result: unknown } | { error: { code: number; message: string } }
type Tool = { doc: string; input: z.ZodType; ask: (house: McpHouse, input: Record<string, unknown>) => Promise<unknown> }

/** The newest first: it is offered to a client that names none of these. */
const versions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05']
const parseError = -32_700
const invalidRequest = -32_600
const noMethod = -32_601
const invalidParams = -32_602
const instructions =
  'Sales figures of a company. Find a KPI with "kpis", ask it with "query"; "records" lists the cases behind a figure. Every figure is a ' +
  'cell: value, n, low and high (95 %), pending, excluded, unpriced, and why there is no value. Shares are fractions; `to` is exclusive.'

const messageSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
})
const callSchema = z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) })

const asked = ['query', 'records', 'funnel', 'explain', 'bottlenecks', 'attribution', 'cohorts', 'cltv', 'curve'] as const
const toldOf = ['brief', 'today', 'ledger', 'lost', 'factors', 'confidence', 'offers'] as const
const ofResource = (name: ResourceName, input: z.ZodType = resources[name].input): [string, Tool] => [
  name,
  { doc: resources[name].doc, input, ask: async ({ openDoorway }, body) => (await openDoorway()).ask(name, body) },
]
// With a target this address sets a plan; a tool only reads.
const plansRead = plansPostSchema.pick({
  metric: true,
  person: true,
  team: true,
  from: true,
  to: true,
  last: true,
  as_of: true,
  where: true,
})

const tools: ReadonlyMap<string, Tool> = new Map([
  [
    'kpis',
    {
      doc: 'The catalogue of KPIs by family: id, name, question and unit; with an id, the whole entry with its formula and pitfalls',
      input: z.strictObject({ id: z.string().optional() }),
      ask: async ({ openDoorway, lang }, { id }) => {
        const doorway = await openDoorway()
        return id === undefined ? shortCatalogue(await doorway.ask('kpis', {}), lang) : doorway.ask('kpi', { id })
      },
    },
  ],
  ...asked.map((name) => ofResource(name)),
  ofResource('plans', plansRead),
  ...toldOf.map((name) => ofResource(name)),
])

/** Of one line; null = nothing is to be said, as to a notification. */
export async function answerMcp(house: McpHouse, line: string): Promise<string | null> {
  const [read] = await Promise.allSettled([Promise.resolve(line).then((text) => JSON.parse(text) as unknown)])
  if (read.status === 'rejected') return write(null, { error: { code: parseError, message: 'This is no JSON.' } })
  const message = messageSchema.safeParse(read.value)
  if (!message.success) return write(null, { error: { code: invalidRequest, message: 'This is no request of JSON-RPC 2.0.' } })
  const { id, method, params } = message.data
  if (id === undefined) return null
  return write(id, await answerMethod(house, method, params))
}

const write = (id: string | number | null, answered: Answered) => JSON.stringify({ jsonrpc: '2.0', id, ...answered })

async function answerMethod(house: McpHouse, method: string, params: Record<string, unknown>): Promise<Answered> {
  if (method === 'ping') return { result: {} }
  if (method === 'initialize') {
    const protocolVersion = versions.find((known) => known === params.protocolVersion) ?? versions[0]
    return { result: { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'rumb', version: house.version }, instructions } }
  }
  if (method === 'tools/list') return { result: { tools: [...tools].map(([name, tool]) => describe(name, tool)) } }
  if (method === 'tools/call') return callTool(house, params)
  return { error: { code: noMethod, message: `There is no method "${method}".` } }
}

const describe = (name: string, { doc, input }: Tool) => {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(input, { io: 'input' })
  return { name, description: doc, inputSchema, annotations: { readOnlyHint: true } }
}

/** What the house refuses is told as a result, so that who asked can ask better; what nobody expected ends the program. */
async function callTool(house: McpHouse, params: Record<string, unknown>): Promise<Answered> {
  const call = callSchema.safeParse(params)
  const tool = call.success ? tools.get(call.data.name) : undefined
  if (!call.success || tool === undefined) return { error: { code: invalidParams, message: `There is no tool "${params.name}".` } }
  const input = tool.input.safeParse(call.data.arguments)
  if (!input.success) return refused(z.prettifyError(input.error))
  const [told] = await Promise.allSettled([tool.ask(house, call.data.arguments)])
  if (told.status === 'fulfilled') return { result: { content: [{ type: 'text', text: JSON.stringify(told.value) }] } }
  if (!(told.reason instanceof AppError)) throw told.reason
  return refused([told.reason.message, told.reason.hint].filter(Boolean).join('\n'))
}

const refused = (text: string): Answered => ({ result: { content: [{ type: 'text', text }], isError: true } })

function shortCatalogue({ families, missing }: ResourceOutput<'kpis'>, lang: Lang) {
  return {
    families: families.map(({ family, name, kpis }) => ({
      family,
      name: name[lang],
      kpis: kpis.map((kpi) => ({ id: kpi.id, name: kpi.name[lang], question: kpi.question[lang], unit: kpi.unit, better: kpi.better })),
    })),
    missing,
  }
}
