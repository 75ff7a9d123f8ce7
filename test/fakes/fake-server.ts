// What every fake of a CRM stands on: a server with a given clock that counts what is asked, refuses what is over the limit and
// fails on demand. What it answers is the fake's own; `serve` reads the company anew each time, so that changes show at once.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What goes wrong with the next request. busy: 429 or the system's own word for it, without saying how long; html: a page instead of
 * JSON with 403; unpaid: 402 or its own word; null: 200 without a body; cut: no answer; half: an answer cut off in its middle.
 */
export type Fault = 'busy' | 'html' | 'unpaid' | 'error' | 'down' | 'null' | 'slow' | 'cut' | 'half'

export type Asked = { method: string; path: string; query: URLSearchParams; body: string; headers: Readonly<Record<string, unknown>> }
/** Without a body where it is undefined. */
export type Served = { status: number; body?: unknown; headers?: Readonly<Record<string, string>> }

export type FakeServer = {
  origin: string
  /** Requests by path. */
  asked: Map<string, number>
  faults: Fault[]
  /** While true nothing but 500 is answered. */
  isDown: boolean
  /** Paths the token has no right to. */
  forbidden: Set<string>
  /** Requests refused because there were too many. */
  tooMany: number
  /** Called before each answer: rows may change while they are read. */
  onRequest: (asked: Asked) => void
  close: () => Promise<void>
}

type Options = {
  now: () => number
  /** At most so many requests within so long; what says that there were too many. */
  limit: { requests: number; ms: number; refusal: Served }
  /** How the system says it, where it does not say it as others do. */
  words?: Partial<Record<'busy' | 'unpaid', Served>>
  serve: (asked: Asked) => Served
}

const SLOW_MS = 150

export async function startFakeServer({ now, limit, words = {}, serve }: Options): Promise<FakeServer> {
  const moments: number[] = []
  const fake: FakeServer = {
    ...{ origin: '', asked: new Map(), forbidden: new Set(), faults: [], isDown: false, tooMany: 0 },
    onRequest: () => undefined,
    close: () => Promise.resolve(),
  }
  const answer = (asked: Asked, response: ServerResponse): void => {
    fake.onRequest(asked)
    fake.asked.set(asked.path, (fake.asked.get(asked.path) ?? 0) + 1)
    moments.push(now())
    response.setHeader('Date', new Date(now()).toUTCString())
    while (moments[0]! <= now() - limit.ms) moments.shift()
    const isTooMuch = moments.length > limit.requests
    if (isTooMuch) fake.tooMany += 1
    const fault = fake.isDown || isTooMuch ? undefined : fake.faults.shift()
    if (fake.isDown) send(response, { status: 500 })
    else if (isTooMuch) send(response, limit.refusal)
    else if (fake.forbidden.has(asked.path)) send(response, { status: 403, body: { title: 'Forbidden', status: 403, detail: asked.path } })
    else if (fault === 'slow') setTimeout(() => send(response, serve(asked)), SLOW_MS)
    else if (fault === 'half') sendHalf(response)
    else if (fault === 'cut') response.destroy()
    else send(response, fault === undefined ? serve(asked) : (failures[fault] ?? words[fault as 'busy'] ?? usual[fault as 'busy']))
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake')
    let body = ''
    request.on('data', (piece) => {
      body += String(piece)
    })
    request.on('end', () => {
      answer({ method: request.method ?? '', path: url.pathname, query: url.searchParams, body, headers: request.headers }, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return fake
}

const usual: Readonly<Record<'busy' | 'unpaid', Served>> = {
  busy: { status: 429, body: { title: 'Too Many Requests', status: 429 } },
  unpaid: { status: 402, body: { title: 'Payment Required', status: 402 } },
}
const failures: Partial<Record<Fault, Served>> = {
  html: { status: 403, body: '<html><title>403 Forbidden</title></html>' },
  error: { status: 500 },
  down: { status: 503, body: '<html>try later</html>' },
  null: { status: 200 },
}

function send(response: ServerResponse, { status, body, headers = {} }: Served): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'Content-Type': isText ? 'text/html' : 'application/json', ...headers })
  response.end(body === undefined ? '' : isText ? body : JSON.stringify(body))
}

function sendHalf(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
  response.write('{"data":[{"id":', () => response.destroy())
}
