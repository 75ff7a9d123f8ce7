// Who is let in, and what the door refuses whatever is asked.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueOwnerToken } from '../../src/app/access/owner-link.ts'
import { localToken, now, openTestServer, ownerToken, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  const webDir = mkdtempSync(join(tmpdir(), 'rumb-web-'))
  mkdirSync(join(webDir, 'assets'))
  writeFileSync(join(webDir, 'index.html'), '<title>the page</title>')
  writeFileSync(join(webDir, 'assets', 'main-abc123.js'), 'export {}')
  server = await openTestServer(webDir)
})
afterAll(() => server.close())

const page = { accept: 'text/html' }
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''

async function enterWith(token: string): Promise<Response> {
  return server.send(`/enter?token=${token}`, { headers: page })
}

describe('without a token or session', () => {
  it.each(['/api/kpis', '/api/settings', '/api/workspaces', '/metrics', '/api/live', '/api/nothing'])('%s is refused', async (path) => {
    const response = await server.send(path)
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ code: 'not_signed_in', status: 401 })
  })

  it('a browser gets the page, which holds no data and shows the way in', async () => {
    const response = await server.send('/people/crm:17', { headers: page })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('the page')
    expect(await (await server.send('/api/session')).json()).toMatchObject({ user: null, via: null, workspaces: [], role: null })
  })

  it.each(['/api/health', '/api/docs', '/api/openapi.json'])('%s is open', async (path) => {
    expect((await server.send(path)).status).toBe(200)
  })

  it('a wrong bearer token is refused', async () => {
    expect((await server.send('/api/workspaces', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
  })
})

describe('the owner link', () => {
  it('opens one session, once', async () => {
    await issueOwnerToken(server.house, 'link-once', now)
    const first = await enterWith('link-once')
    expect(first.status).toBe(303)
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
    expect((await server.send('/', { headers: { ...page, cookie: cookieOf(first) } })).status).toBe(200)
    const second = await enterWith('link-once')
    expect(second.status).toBe(401)
    expect(second.headers.get('set-cookie')).toBeNull()
  })

  it('is not used up by a request for its head', async () => {
    await issueOwnerToken(server.house, 'link-preview', now)
    expect((await server.send('/enter?token=link-preview', { method: 'HEAD' })).status).toBe(405)
    expect((await enterWith('link-preview')).status).toBe(303)
  })

  it('lets its token go on as a bearer token', async () => {
    await issueOwnerToken(server.house, 'link-bearer', now)
    await enterWith('link-bearer')
    expect((await server.send('/api/workspaces', { headers: { authorization: 'Bearer link-bearer' } })).status).toBe(200)
  })

  it('does not open without a token', async () => {
    expect((await server.send('/enter')).status).toBe(401)
  })
})

describe('a change that comes with a cookie', () => {
  const change = (headers: Record<string, string>) =>
    server.send('/api/settings', { method: 'PATCH', body: '{"credit":"split"}', headers: { ...headers, 'rumb-workspace': 'acme' } })
  let cookie: string

  beforeAll(async () => {
    await issueOwnerToken(server.house, 'link-change', now)
    cookie = cookieOf(await enterWith('link-change'))
  })

  it.each<[string, number, Record<string, string>]>([
    ['our own page', 200, { origin: 'http://127.0.0.1:4600', 'sec-fetch-site': 'same-origin' }],
    ['our own page without an origin', 200, { 'sec-fetch-site': 'same-origin' }],
    ['another site', 403, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', 403, { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' }],
    ['nobody knows where', 403, {}],
  ])('from %s gets %i', async (_, status, headers) => {
    expect((await change({ ...headers, cookie })).status).toBe(status)
  })

  it('needs no origin with a bearer token', async () => {
    expect((await change({ authorization: `Bearer ${ownerToken}` })).status).toBe(200)
  })
})

describe('every answer', () => {
  it('is refused under a foreign host name', async () => {
    const response = await server.send('/api/health', { headers: { host: 'evil.example' } })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'forbidden' })
  })

  it('names the request and allows no foreign script', async () => {
    const response = await server.ask('/api/workspaces')
    expect(response.headers.get('x-request-id')).toMatch(/\S/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})

describe('the page', () => {
  it('is given for any address of its own, and never cached', async () => {
    const response = await server.ask('/people/crm:17')
    expect(await response.text()).toContain('the page')
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })

  it('has files with a hash in their name kept for ever', async () => {
    const response = await server.ask('/assets/main-abc123.js')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('immutable')
  })

  it.each(['/assets/gone.js', '/../package.json', '/api/nothing'])('does not stand in for %s', async (path) => {
    expect((await server.ask(path)).status).toBe(404)
  })
})

describe('naming files of this machine', () => {
  it('is refused to the owner’s token and to a browser', async () => {
    const init = { method: 'POST', body: '{"paths":["/etc"],"source":"crm"}' }
    expect((await server.ask('/api/imports', init)).status).toBe(403)
  })

  it('is not refused to the token of server.json', async () => {
    const init = { method: 'POST', body: '{"paths":[]}', headers: { authorization: `Bearer ${localToken}` } }
    expect((await server.send('/api/imports', init)).status).toBe(400)
  })
})
