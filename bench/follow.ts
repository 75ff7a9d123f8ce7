// One record sent by HTTP until a page that listens has the changed figure: milliseconds, from the moment of sending.
import { houseOf, workspace } from './compass.ts'
import { report } from './data.ts'
import { ask, type Server, startServer } from './server.ts'

const port = '4693'
const rounds = 40
const warmUp = 5

type Sent = { name: string; records: (id: string, at: string) => object; kpi: string }

/** What comes in most: an inquiry, a call, a sale. */
const kinds: readonly Sent[] = [
  {
    name: 'lead',
    kpi: 'leads',
    records: (id, at) => ({ leads: [{ id, created_at: at, contact_id: `${id}-c`, channel: 'seo', owner_id: 'p1' }] }),
  },
  {
    name: 'call',
    kpi: 'calls',
    records: (id, at) => ({
      touches: [{ id, kind: 'call', direction: 'out', at, person_id: 'p1', contact_id: `${id}-c`, duration_s: 90, outcome: 'answered' }],
    }),
  },
  {
    name: 'sale',
    kpi: 'won_deals',
    records: (id, at) => ({
      deals: [{ id, created_at: at, outcome: 'won', closed_at: at, amount: 1000, owner_id: 'p1', contact_id: `${id}-c` }],
    }),
  },
]

const quantile = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(q * values.length) - 1)] ?? Number.NaN

/** Calls back at every event of a stream of server-sent events. */
async function listen(server: Server, onFacts: () => void, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${server.token}`, 'rumb-workspace': workspace }
  const response = await fetch(`${server.url}/api/live`, { headers, signal })
  void (async () => {
    for await (const chunk of response.body ?? []) if (Buffer.from(chunk).toString().includes('event: facts')) onFacts()
  })().catch(() => undefined)
}

async function figure(server: Server, kpi: string, as_of: string): Promise<number> {
  const answer = (await ask(server, '/api/query', { kpis: [kpi], last: '30d', as_of }, workspace)) as {
    total: Record<string, { value: number }>
  }
  return answer.total[kpi]?.value ?? Number.NaN
}

async function follow(server: Server, sent: Sent): Promise<number[]> {
  let wake: () => void = () => undefined
  const stop = new AbortController()
  await listen(server, () => wake(), stop.signal)
  const times: number[] = []
  for (let round = 0; round < rounds + warmUp; round++) {
    const at = new Date().toISOString()
    const later = new Date(Date.now() + 60_000).toISOString()
    const before = await figure(server, sent.kpi, later)
    const told = new Promise<void>((resolve) => {
      wake = resolve
    })
    const start = performance.now()
    const stored = ask(
      server,
      '/api/records',
      { source: 'crm', records: sent.records(`follow-${sent.name}-${Date.now()}-${round}`, at) },
      workspace,
    )
    await told
    const after = await figure(server, sent.kpi, later)
    if (after !== before + 1) throw new Error(`${sent.kpi} was ${before}, is ${after} after one ${sent.name}`)
    if (round >= warmUp) times.push(performance.now() - start)
    await stored
  }
  stop.abort()
  return times
}

export async function benchFollow(times: number): Promise<void> {
  const server = await startServer(['serve', '--data', await houseOf(times), '--port', port])
  const all: number[] = []
  for (const sent of kinds) {
    const took = await follow(server, sent)
    all.push(...took)
    report(`one ${sent.name} sent until the figure changed, ${times}x, ms`, {
      p50: quantile(took, 0.5),
      p95: quantile(took, 0.95),
      allowed: 500,
    })
  }
  report(`all of them, ${times}x, ms`, { p50: quantile(all, 0.5), p95: quantile(all, 0.95), allowed: 500 })
  await server.stop()
}
