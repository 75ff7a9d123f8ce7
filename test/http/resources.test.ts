// What the routes answer, and how they refuse.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resources } from '../../src/contract/resources.ts'
import { problemCodes } from '../../src/http/problem.ts'
import { printRouteDocs } from '../docs/print-docs.ts'
import { openTestServer, post, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

type Problem = { problems: { path: string }[] }
type Description = { paths: Parameters<typeof printRouteDocs>[0] }

const inAcme = { headers: { 'rumb-workspace': 'acme' } }
const patch = (body: unknown) => server.ask('/api/settings', { method: 'PATCH', body: JSON.stringify(body), ...inAcme })

describe('before there is a workspace', () => {
  it('health says that both engines answer', async () => {
    expect(await (await server.ask('/api/health')).json()).toEqual({ status: 'ok', engines: { clickhouse: true, postgres: true } })
  })

  it('a question is answered with not_found and the next step', async () => {
    const response = await server.ask('/api/sources')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not_found', hint: expect.stringContaining('rumb import') })
  })
})

describe('settings', () => {
  it('make a workspace that is new and are answered whole', async () => {
    const response = await patch({ currency: 'USD' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ currency: 'USD', timezone: 'Europe/Kyiv', sale_event: 'won' })
    expect(await (await server.ask('/api/workspaces')).json()).toEqual({ workspaces: [{ id: 'acme', name: 'acme', demo: false }] })
  })

  it('are found without naming the only workspace', async () => {
    expect(await (await server.ask('/api/settings')).json()).toMatchObject({ currency: 'USD' })
  })

  it('are refused whole, with every problem and its place', async () => {
    const response = await patch({ currency: 'EUR', timezone: 'Mars/Base', nonsense: 1 })
    expect(response.status).toBe(400)
    const { problems } = (await response.json()) as Problem
    expect(problems.map(({ path }) => path).sort()).toEqual(['nonsense', 'timezone'])
    expect(await (await server.ask('/api/settings', inAcme)).json()).toMatchObject({ currency: 'USD' })
  })
})

describe('refusals', () => {
  it.each<[string, number, string, () => Promise<Response>]>([
    ['a body that is no JSON', 400, 'bad_input', () => server.ask('/api/query', post('{"kpis":'))],
    ['a question without KPIs', 400, 'bad_input', () => server.ask('/api/query', post({}))],
    ['an unknown key of a question', 400, 'bad_input', () => server.ask('/api/query', post({ kpis: ['leads'], periode: '90d' }))],
    ['an unknown workspace', 404, 'not_found', () => server.ask('/api/settings', { headers: { 'rumb-workspace': 'nobody' } })],
    ['an unknown route', 404, 'not_found', () => server.ask('/api/nothing')],
    ['another method', 404, 'not_found', () => server.ask('/api/query')],
    ['a body beyond the limit', 413, 'too_large', () => server.ask('/api/query', post({ kpis: ['x'.repeat(1_100_000)] }))],
    ['more records than one request may bring', 413, 'too_large', () => server.ask('/api/records', post(manyRecords(10_001)))],
    ['records of an unknown kind', 400, 'bad_input', () => server.ask('/api/records', post({ source: 'crm', records: { ladies: [{}] } }))],
    ['a page that is no number', 400, 'bad_input', () => server.ask('/api/quarantine?limit=many')],
  ])('%s is %i %s', async (_, status, code, send) => {
    const response = await send()
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ type: `urn:rumb:problem:${code}`, code, status, request_id: expect.any(String) })
  })

  it('names every problem of a question', async () => {
    const response = await server.ask('/api/query', post({ kpis: [], grain: 'hour', last: 'week' }))
    const { problems } = (await response.json()) as Problem
    expect(problems.map(({ path }) => path)).toEqual(['kpis', 'grain', 'last'])
  })
})

describe('live news', () => {
  it('say that the facts of the workspace changed, and of no other', async () => {
    const response = await server.ask('/api/live?workspace=acme')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('hello')
    server.house.news.tell('another')
    server.house.news.tell('acme')
    expect((await reader?.read())?.value).toBe('event: facts\ndata: {"workspace":"acme"}\n\n')
    await reader?.cancel()
  })
})

describe('the description', () => {
  it('holds every resource', async () => {
    const { paths } = (await (await server.send('/api/openapi.json')).json()) as Description
    for (const { method, path } of Object.values(resources)) expect(paths[path.replace(/:(\w+)/g, '{$1}')]?.[method]).toBeDefined()
  })

  it('stands in the documentation', async () => {
    const { paths } = (await (await server.send('/api/openapi.json')).json()) as Description
    await expect(printRouteDocs(paths, problemCodes)).toMatchFileSnapshot('../../docs/http-api.md')
  })

  it('is a page without scripts', async () => {
    const html = await (await server.send('/api/docs')).text()
    expect(html).toContain('/api/query')
    expect(html).not.toContain('<script')
    // Anybody may ask for it: a rule within a rule is not spelled out.
    expect(html.length).toBeLessThan(4_000_000)
  })
})

describe('metrics', () => {
  it('count requests by route', async () => {
    await server.ask('/api/workspaces')
    expect(await (await server.ask('/metrics')).text()).toMatch(/rumb_http_request_seconds_count\{[^}]*route="\/api\/workspaces"/)
  })
})

function manyRecords(count: number) {
  return { source: 'crm', records: { leads: Array.from({ length: count }, (_, id) => ({ id: String(id), created_at: '2026-11-01' })) } }
}

describe('another time zone', () => {
  const inZones = { headers: { 'rumb-workspace': 'zones' } }
  const ask = (path: string, method: string, body: unknown) => server.ask(path, { method, body: JSON.stringify(body), ...inZones })

  it('moves what was sent in local time, and leaves what had an offset', async () => {
    const leads = [
      { id: 'local', created_at: '2026-09-30 23:30' },
      { id: 'fixed', created_at: '2026-09-15T12:00:00Z' },
    ]
    await ask('/api/records', 'POST', { source: 'crm', records: { leads } })
    const moments = async () => {
      const response = await ask('/api/records/search', 'POST', { kpi: 'leads', from: '2026-09-01', to: '2026-11-01' })
      const { records } = (await response.json()) as { records: { id: string; at: string }[] }
      return Object.fromEntries(records.map(({ id, at }) => [id, at]))
    }
    expect(await moments()).toEqual({ 'crm:local': '2026-09-30T20:30:00Z', 'crm:fixed': '2026-09-15T12:00:00Z' })
    await ask('/api/settings', 'PATCH', { timezone: 'America/New_York' })
    expect(await moments()).toEqual({ 'crm:local': '2026-10-01T03:30:00Z', 'crm:fixed': '2026-09-15T12:00:00Z' })
  })
})
