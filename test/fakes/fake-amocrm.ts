// A server that answers as amoCRM does: pages with links, 204 without a body, filters by time, seven requests a second and then bans,
// faults on demand. Its clock is given, so that a sync of years takes seconds.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Row = Record<string, unknown> & { id: number | string }
export type AmoCompany = Record<'users' | 'leads' | 'contacts' | 'companies' | 'tasks' | 'events' | 'leads/notes' | 'contacts/notes', Row[]>

/** What goes wrong with the next requests: a status, HTML instead of JSON, a cut connection. */
export type Fault = 500 | 503 | 402 | 'busy' | 'html' | 'cut'

export type FakeAmocrm = {
  origin: string
  company: AmoCompany
  /** Requests answered, by path without its query. */
  asked: Map<string, number>
  faults: Fault[]
  /** Most requests within one second of the fake's clock. */
  readonly peak: () => number
  /** Called before each answer: rows may change while they are read. */
  onRequest: (path: string) => void
  close: () => Promise<void>
}

const PER_SECOND = 7
const TOKEN = 'Bearer good-token'

export async function startFakeAmocrm(company: AmoCompany, now: () => number): Promise<FakeAmocrm> {
  const moments: number[] = []
  let peak = 0
  const fake: FakeAmocrm = {
    origin: '',
    company,
    asked: new Map(),
    faults: [],
    peak: () => peak,
    onRequest: () => undefined,
    close: () => Promise.resolve(),
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', fake.origin)
    const path = url.pathname.replace('/api/v4/', '')
    fake.onRequest(path)
    fake.asked.set(path, (fake.asked.get(path) ?? 0) + 1)
    moments.push(now())
    const recent = moments.filter((moment) => moment > now() - 1000).length
    peak = Math.max(peak, recent)
    response.setHeader('Date', new Date(now()).toUTCString())
    if (request.headers.authorization !== TOKEN) return send(response, 401, { title: 'Unauthorized', status: 401, detail: 'token' })
    if (recent > PER_SECOND) return send(response, 429, { title: 'Too Many Requests', status: 429, detail: 'slow down' })
    const fault = fake.faults.shift()
    if (fault !== undefined) return fail(response, fault)
    const rows = path === 'account' ? undefined : listOf(fake.company, path)
    if (path === 'account')
      return send(response, 200, { id: 1, name: 'Acme', subdomain: 'acme', currency: 'UAH', is_api_filter_enabled: true })
    if (rows === undefined) return send(response, 404, { title: 'Not Found', status: 404, detail: path })
    return sendPage(response, url, path, rows)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.close = () => new Promise((resolve) => server.close(() => resolve()))
  return fake
}

const empty = new Set(['leads/unsorted', 'sources', 'leads/loss_reasons', 'catalogs'])

function listOf(company: AmoCompany, path: string): readonly Row[] | undefined {
  if (path === 'leads/pipelines') return [pipeline]
  return empty.has(path) ? [] : company[path as keyof AmoCompany]
}

const stage = (id: number, name: string, sort: number) => ({ id, name, sort, type: 0, pipeline_id: 1 })
const pipeline: Row = {
  ...{ id: 1, name: 'Продажи', is_main: true, is_archive: false },
  _embedded: {
    statuses: [stage(10, 'Новая', 10), stage(20, 'Квалифицирован', 20), stage(142, 'Успех', 10000), stage(143, 'Отказ', 11000)],
  },
}

function sendPage(response: ServerResponse, url: URL, path: string, rows: readonly Row[]): void {
  const query = url.searchParams
  const field = path === 'events' ? 'created_at' : 'updated_at'
  const [from, to] = ['from', 'to'].map((end) => query.get(`filter[${field}][${end}]`))
  const ids = query.getAll('filter[id][]')
  const onlyDeleted = query.get('with') === 'only_deleted'
  const found = rows
    .filter((row) => from === null || from === undefined || (Number(row[field]) >= Number(from) && Number(row[field]) <= Number(to)))
    .filter(({ id }) => ids.length === 0 || ids.includes(String(id)))
    .filter((row) => path !== 'leads' || (row.is_deleted === true) === onlyDeleted)
  const limit = Number(query.get('limit') ?? 50)
  const page = Number(query.get('page') ?? 1)
  const shown = found.slice((page - 1) * limit, page * limit)
  if (shown.length === 0) {
    response.writeHead(204).end()
    return
  }
  const name = path.split('/').at(-1)!
  query.set('page', String(page + 1))
  const next = found.length > page * limit ? { next: { href: `${url.origin}${url.pathname}?${query}` } } : {}
  send(response, 200, { _page: page, _links: { self: { href: `${url.origin}${url.pathname}` }, ...next }, _embedded: { [name]: shown } })
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/hal+json' }).end(JSON.stringify(body))
}

function fail(response: ServerResponse, fault: Fault): void {
  if (fault === 'cut') response.destroy()
  else if (fault === 'html') response.writeHead(403, { 'Content-Type': 'text/html' }).end('<html><title>403 Forbidden</title></html>')
  else if (fault === 'busy') send(response, 429, { title: 'Too Many Requests', status: 429, detail: 'wait' })
  else response.writeHead(fault).end(fault === 402 ? JSON.stringify({ title: 'Payment Required', status: 402 }) : '')
}
