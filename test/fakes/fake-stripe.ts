// Answers as Stripe does: lists of what was made within a period, the newest first, in pages after an id; events kept for a month; keys that
// may not read everything; errors as objects.
import { type Asked, type FakeServer, type Served, startFakeServer } from './fake-server.ts'

export type FakeObject = Record<string, unknown> & { id: string; object: string; created: number }
export type FakeStripe = FakeServer & {
  objects: FakeObject[]
  /** An older version of the API does not know what is expanded. */
  isOld: boolean
  /** Adds or changes an object; the change is an event. */
  put: (type: string, object: FakeObject, at: number) => void
}

export const STRIPE_TOKEN = 'rk_live_good'
const KEPT_S = 30 * 86_400
const names: Readonly<Record<string, string>> = {
  ...{ customers: 'customer', invoices: 'invoice', charges: 'charge', refunds: 'refund', disputes: 'dispute', events: 'event' },
}

export async function startFakeStripe(now: () => number): Promise<FakeStripe> {
  const refusal: Served = {
    status: 429,
    body: { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests' } },
  }
  const server = await startFakeServer({
    now,
    limit: { requests: 25, ms: 1000, refusal },
    words: { busy: refusal },
    serve: (asked) => serve(fake, now(), asked),
  })
  let events = 0
  const fake: FakeStripe = Object.assign(server, {
    ...{ objects: [] as FakeObject[], isOld: false },
    put: (type: string, object: FakeObject, at: number) => {
      fake.objects = [...fake.objects.filter(({ id }) => id !== object.id), object]
      events += 1
      fake.objects.push({ id: `evt_${events}`, object: 'event', type, created: at, data: { object: structuredClone(object) } })
    },
  })
  return fake
}

const failed = (status: number, message: string): Served => ({ status, body: { error: { type: 'invalid_request_error', message } } })

function serve(fake: FakeStripe, nowMs: number, { path, query, headers }: Asked): Served {
  if (headers.authorization !== `Bearer ${STRIPE_TOKEN}`) return failed(401, 'Invalid API Key provided: rk_live_***')
  if (path === '/v1/account')
    return { status: 200, body: { id: 'acct_1', default_currency: 'eur', settings: { dashboard: { display_name: 'Acme' } } } }
  const name = names[path.replace('/v1/', '')]
  if (name === undefined) return failed(404, 'Unrecognized request URL')
  const expand = query.get('expand[]')
  if (expand === 'data.payments' && fake.isOld) return failed(400, 'This property cannot be expanded (payments).')
  const oldest = name === 'event' ? nowMs / 1000 - KEPT_S : 0
  const [from, to] = [Number(query.get('created[gte]') ?? 0), Number(query.get('created[lt]') ?? Number.MAX_SAFE_INTEGER)]
  const types = query.getAll('types[]')
  if (types.length > 20) return failed(400, 'types: too many')
  const all = fake.objects
    .filter((one) => one.object === name && one.created >= Math.max(from, oldest) && one.created < to)
    .filter((one) => types.length === 0 || types.includes(String(one.type)))
    .toSorted((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1))
  const after = query.get('starting_after')
  const at = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
  if (after !== null && at === 0) return failed(400, `No such ${name}: '${after}'`)
  // Fewer rows than were asked for: what counts is has_more.
  const page = all.slice(at, at + Math.min(Number(query.get('limit') ?? 10), 4))
  const data =
    expand === 'data.charge'
      ? page.map((one) => ({ ...one, charge: fake.objects.find(({ id }) => id === one.charge) ?? one.charge }))
      : page
  return { status: 200, body: { object: 'list', url: path, has_more: at + page.length < all.length, data } }
}
