// The tracker from outside: small, open to any site, and whatever is sent becomes a visit and nothing else.
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Tracker } from '../../src/contract/visits.ts'
import { now, openTestServer, post, type TestServer } from './test-server.ts'

const scriptBytesMax = 2048
const visitor = '0123456789abcdef0123456789abcdef'
let server: TestServer
let key: string

beforeAll(async () => {
  server = await openTestServer()
  const made = await server.ask('/api/records', post({ source: 'crm', records: { people: [{ id: 'a', name: 'A' }] } }))
  expect(made.status).toBe(200)
  key = ((await (await server.ask('/api/tracker')).json()) as Tracker).key
}, 60_000)
afterEach(() => {
  server.http.now = () => now
})
afterAll(() => server.close())

const fromSite = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain;charset=UTF-8' }
const visit = (more: object = {}) => ({ k: key, v: visitor, u: 'https://shop.example/price', ...more })
const send = (body: unknown) => server.send('/t', { ...post(body), headers: fromSite })
const rows = (columns: string) =>
  server.house.warehouse.query<Record<string, string>>(`SELECT ${columns} FROM rec_visits FINAL WHERE ws = 1 ORDER BY at, url`)

describe('the script', () => {
  it('is below 2 KB gzipped, open to pages of other sites', async () => {
    const response = await server.send('/t.js')
    expect(response.headers.get('content-type')).toContain('text/javascript')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(gzipSync(await response.text()).length).toBeLessThan(scriptBytesMax)
  })

  it('has the same key whenever it is asked for, another once it is renewed', async () => {
    const again = (await (await server.ask('/api/tracker')).json()) as Tracker
    expect(again).toEqual({ key, snippet: `<script async src="http://localhost/t.js" data-site="${key}"></script>`, source: 'tracker' })
    const renewed = (await (await server.ask('/api/tracker', post({}))).json()) as Tracker
    expect(renewed.key).not.toBe(key)
    expect((await send(visit())).status).toBe(404)
    key = renewed.key
  })
})

describe('a visit', () => {
  it('is kept with where it came from, and no more of an address than that', async () => {
    const landed = visit({
      u: 'https://shop.example/price?email=anna@shop.example&gclid=x#top',
      r: 'https://www.google.com/search?q=secret',
      q: '?utm_source=google&UTM_Medium=cpc&utm_campaign=spring&gclid=abc&ysclid=1&email=anna@shop.example',
    })
    const response = await send(landed)
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    const columns = 'visitor_id, source, url, referrer, utm_source, utm_medium, utm_campaign, click_id, contact_id, lead_id'
    expect(await rows(columns)).toEqual([
      {
        ...{
          visitor_id: visitor,
          source: 'tracker',
          url: 'https://shop.example/price?ysclid=1',
          referrer: 'https://www.google.com/search',
        },
        ...{ utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring', click_id: 'gclid=abc', contact_id: '0', lead_id: '0' },
      },
    ])
  })

  it('of many at once each is kept', async () => {
    const before = (await rows('url')).length
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_, i) => send(visit({ u: `https://shop.example/${i}`, r: 'https://shop.example/' }))),
    )
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([204]))
    const kept = await rows('url, referrer')
    expect(kept.length - before).toBe(30)
    expect(kept.filter(({ url }) => url === 'https://shop.example/7')).toEqual([{ url: 'https://shop.example/7', referrer: '' }])
  })

  it.each([
    ['with a foreign key', { k: 'nobody' }, 404],
    ['without an address', { u: 'javascript:alert(1)' }, 400],
    ['with an id nobody makes', { v: "'; DROP TABLE" }, 400],
    ['with more than a visit', { leads: [] }, 400],
    ['with a lead', { lead_id: 'crm:1' }, 400],
  ])('%s is refused', async (_, more, status) => {
    const before = (await rows('url')).length
    expect((await send(visit(more))).status).toBe(status)
    expect((await rows('url')).length).toBe(before)
  })

  it('is asked about by a browser first, and may be sent', async () => {
    const response = await server.send('/t', { method: 'OPTIONS', headers: { ...fromSite, 'access-control-request-method': 'POST' } })
    expect([response.status, response.headers.get('access-control-allow-methods')]).toEqual([204, 'POST'])
  })

  it('beyond so many a minute from one address is put off', async () => {
    server.http.now = () => new Date(now.getTime() + 3_600_000)
    const wrong = await Promise.all(Array.from({ length: 260 }, () => send(visit({ k: 'nobody' }))))
    const counts = Map.groupBy(wrong, ({ status }) => status)
    expect([counts.get(404)?.length, counts.get(429)?.length]).toEqual([240, 20])
    server.http.now = () => new Date(now.getTime() + 3_660_000)
    expect((await send(visit())).status).toBe(204)
  })
})
