// Answers as the APIs of Binotel, Ringostat and Mango Office do: key and secret in the body, in a header, as a signature; a day at most, 6500
// rows at most, statistics that are ordered first and ready later. Its clock is given.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call at a moment, Unix seconds, as each system would write it. */
export type FakeCall = { at: number; row: Record<string, unknown> | string }

export type FakeTelephony = {
  origin: string
  calls: FakeCall[]
  /** Periods asked for, in seconds. */
  asked: [number, number][]
  /** What goes wrong with the next requests. */
  faults: (500 | 429 | 'cut')[]
  /** Most requests within one second of its clock. */
  peak: number
  close: () => Promise<void>
}

type Reply = { status: number; type?: string; body?: string }
const json = (body: unknown, status = 200): Reply => ({ status, type: 'application/json', body: JSON.stringify(body) })
const PER_SECOND = 2

export async function startFakeTelephony(now: () => number): Promise<FakeTelephony> {
  const moments: number[] = []
  const fake: FakeTelephony = { origin: '', calls: [], asked: [], faults: [], peak: 0, close: () => Promise.resolve() }
  const orders = new Map<string, { from: number; to: number; askedTimes: number }>()
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      moments.push(now())
      const recent = moments.filter((moment) => moment > now() - 1000).length
      fake.peak = Math.max(fake.peak, recent)
      const fault = fake.faults.shift()
      if (fault === 'cut') return response.destroy()
      if (fault !== undefined || recent > PER_SECOND) return send(response, now, { status: fault ?? 429 })
      return send(response, now, answer(fake, orders, request, text))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.close = () => new Promise((resolve) => server.close(() => resolve()))
  return fake
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

function send(response: ServerResponse, now: () => number, { status, type = 'text/plain', body = '' }: Reply): ServerResponse {
  response.writeHead(status, { 'Content-Type': type, Date: new Date(now()).toUTCString() })
  return response.end(body)
}

type Orders = Map<string, { from: number; to: number; askedTimes: number }>

function answer(fake: FakeTelephony, orders: Orders, request: IncomingMessage, text: string): Reply {
  const url = new URL(request.url ?? '/', fake.origin)
  if (url.pathname === '/api/4.0/stats/list-of-calls-for-period.json') return answerBinotel(fake, text)
  if (url.pathname === '/calls/list') return answerRingostat(fake, request, url)
  return answerMango(fake, orders, url.pathname, text)
}

function within({ calls, asked }: FakeTelephony, from: number, to: number): FakeCall[] {
  asked.push([from, to])
  return calls.filter(({ at }) => at >= from && at <= to)
}

function answerBinotel(fake: FakeTelephony, text: string): Reply {
  const { key, secret, startTime, stopTime } = JSON.parse(text) as { key: string; secret: string; startTime: number; stopTime: number }
  if (key !== 'KEY' || secret !== 'SECRET') return json({ status: 'error', code: '120', message: 'Wrong key or secret' })
  if (stopTime - startTime >= 86_400) return json({ status: 'error', code: '103', message: 'Not more than 24 hours' })
  const rows = within(fake, startTime, stopTime).map(({ row }) => row as Record<string, unknown>)
  const callDetails = rows.length === 0 ? [] : Object.fromEntries(rows.map((row) => [String(row.generalCallID), row]))
  return json({ status: 'success', callDetails })
}

function answerRingostat(fake: FakeTelephony, { headers }: IncomingMessage, { searchParams }: URL): Reply {
  if (headers['auth-key'] !== 'KEY') return json({ error: 'no' }, 403)
  const [from, to] = ['from', 'to'].map((name) => Date.parse(`${searchParams.get(name)!.replace(' ', 'T')}Z`) / 1000)
  return json(
    within(fake, from!, to!)
      .map(({ row }) => row)
      .slice(0, 6500),
  )
}

/** TRICKY (Mango): a result that is not ready is 204, one without calls an empty text. */
function answerMango(fake: FakeTelephony, orders: Orders, path: string, text: string): Reply {
  const form = new URLSearchParams(text)
  const body = form.get('json') ?? ''
  const sign = createHash('sha256').update(`CODE${body}SALT`).digest('hex')
  if (form.get('vpbx_api_key') !== 'CODE' || form.get('sign') !== sign) return json({ code: 3102, message: 'bad sign' }, 401)
  const asked = JSON.parse(body) as { date_from: number; date_to: number; key: string }
  if (path === '/vpbx/stats/request') {
    const key = `k${orders.size}`
    orders.set(key, { from: asked.date_from, to: asked.date_to, askedTimes: 0 })
    return json({ key })
  }
  const order = orders.get(asked.key)
  if (path !== '/vpbx/stats/result' || order === undefined) return json({ code: 3100, message: 'no such key' }, 404)
  order.askedTimes += 1
  if (order.askedTimes === 1) return { status: 204 }
  const rows = within(fake, order.from, order.to).map(({ row }) => String(row))
  return { status: 200, type: 'text/csv;charset=UTF-8', body: rows.join('\r\n') }
}
