// The tracker in Chromium, on a page of another port: from the first click through pages, consent and a form to a lead with its journey.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server as SiteServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import type { AttributionAnswer } from '../../src/contract/attribution.ts'
import type { Tracker } from '../../src/contract/visits.ts'
import { type Server, startServer } from '../../src/http/start-server.ts'
import { findBrowser, openBrowser, watchErrors } from './page-browser.ts'

const browserPath = findBrowser()
if (browserPath === null) process.stdout.write('No Chromium on this machine: the tracker is not run in one.\n')

const html = (rumb: string, key: string, consent: string) => `<!doctype html><title>Shop</title>
  <form id="ask"><input name="phone"><button>Ask</button></form>
  <script src="${rumb}/t.js" data-site="${key}"${consent}></script><script>rumb.link('#ask')</script>`

describe.skipIf(browserPath === null)('the tracker on a site', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rumb-tracker-'))
  let rumb: Server
  let site: SiteServer
  let address: string
  let token: string
  let browser: Browser

  beforeAll(async () => {
    rumb = await startServer(loadConfig({ data: directory, port: '0' }, { RUMB_LOG: 'silent' }), { version: '1.2.3', webDir: null })
    token = new URL(rumb.ownerLink ?? '').searchParams.get('token') ?? ''
    await ask('/api/records', { source: 'crm', records: { people: [{ id: 'a', name: 'A' }] } })
    const { key } = (await ask('/api/tracker')) as Tracker
    site = createServer((request, response) => {
      const consent = request.url?.startsWith('/asks') ? ' data-consent="required"' : ''
      response.setHeader('content-type', 'text/html').end(html(rumb.url, key, consent))
    })
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening))
    address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    browser = await openBrowser(browserPath ?? '')
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    site?.close()
    await rumb?.close()
    rmSync(directory, { recursive: true, force: true })
  }, 60_000)

  async function ask(path: string, body?: object): Promise<unknown> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(
      `${rumb.url}${path}`,
      body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
    )
    const text = await response.text()
    expect(response.status, `${path}: ${text}`).toBe(200)
    return JSON.parse(text)
  }

  const stored = (page: Page) => page.waitForResponse((response) => response.url().endsWith('/t') && response.status() === 204)
  const cookie = async (page: Page) => (await page.context().cookies()).find(({ name }) => name === 'rumb_visitor')?.value
  const field = (page: Page) => page.inputValue('input[name=rumb_visitor]')
  const won = (id: string, rumb_visitor: string) => {
    const at = new Date().toISOString()
    const lead = { id, created_at: at, origin: 'form', rumb_visitor }
    return ask('/api/records', {
      source: 'crm',
      records: { leads: [lead], deals: [{ id, created_at: at, lead_id: id, outcome: 'won', closed_at: at, amount: 100 }] },
    })
  }

  it('leads from a click through the pages of the site to a lead with its journey', async () => {
    const page = await (await browser.newContext()).newPage()
    const errors = watchErrors(page)
    await Promise.all([stored(page), page.goto(`${address}/?utm_source=google&utm_medium=cpc`)])
    // Pages of an application that never loads another, there and back.
    await Promise.all([stored(page), page.evaluate('history.pushState({}, "", "/prices")')])
    await Promise.all([stored(page), page.goBack()])
    const visitor = await field(page)
    expect(visitor).toMatch(/^[0-9a-f]{32}$/)
    expect(await cookie(page)).toBe(visitor)
    await won('L1', visitor)
    const answer = (await ask('/api/attribution', { last: '7d' })) as AttributionAnswer
    expect(answer).toMatchObject({
      deals: 1,
      channels: [{ channel: 'ads_search', wins: 1, revenue: 100 }],
      journeys: [{ path: ['ads_search'], wins: 1, leads: 1 }],
    })
    // The same browser by a link of another site, hours later: its visit follows the first.
    await page.evaluate('localStorage.clear()')
    await Promise.all([stored(page), page.goto(`${address}/again`, { referer: 'https://www.facebook.com/' })])
    await won('L2', await field(page))
    const { journeys } = (await ask('/api/attribution', { last: '7d', model: 'linear' })) as AttributionAnswer
    expect(journeys.map(({ path }) => path)).toEqual([['ads_search'], ['ads_search', 'social']])
    expect(errors).toEqual([])
  }, 60_000)

  it('sets and sends nothing before consent, forgets the visitor when it is taken back', async () => {
    const page = await (await browser.newContext()).newPage()
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/t')) sent.push(request.postData() ?? '')
    })
    await page.goto(`${address}/asks?gclid=1`)
    await page.evaluate('history.pushState({}, "", "/asks/more?gclid=1")')
    expect([await cookie(page), await field(page), await page.evaluate('localStorage.length'), sent]).toEqual([undefined, '', 0, []])
    await Promise.all([stored(page), page.evaluate('rumb.consent(true)')])
    const visitor = await cookie(page)
    expect(await field(page)).toBe(visitor)
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ v: visitor, u: `${address}/asks/more?gclid=1`, q: '?gclid=1' })
    // The next page needs no second consent.
    await Promise.all([stored(page), page.goto(`${address}/asks/next`)])
    expect(await cookie(page)).toBe(visitor)
    await page.evaluate('rumb.consent(false)')
    await page.evaluate('history.pushState({}, "", "/asks/last")')
    expect([await cookie(page), await field(page), sent.length]).toEqual([undefined, '', 2])
  }, 60_000)
})
