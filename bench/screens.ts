// How long every screen waits for its figures: the page is walked in Chromium on a warm server, its questions are gathered once and
// then asked again together, as the page does; 95th percentile of the whole screen, how long it waits right after the facts changed,
// and the slowest question of each by name.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser, openBrowser } from '../test/e2e/page-browser.ts'
import { houseOf, now, workspace } from './compass.ts'
import { report } from './data.ts'
import { ask, type Server, startServer } from './server.ts'

const port = '4693'
const rounds = 20
/** Each after a lead that was sent in: no answer of before stands. */
const changes = 3
const quietMs = 2500
const waitMax = 60_000
const screens = [
  ...['/today', '/', '/funnel', '/speed', '/people', '/people/crm%3Ap1', '/people/crm%3Ap1/talks', '/channels', '/clients', '/scripts'],
  ...['/plans', '/leads', '/lost', '/data', '/kpis', '/wall', '/settings/company', '/settings/pipelines', '/?kpi=win_rate'],
]

type Question = { method: string; path: string; body: string | null }

/** What a screen asks of itself before anybody scrolls: streams and the session apart. */
async function gather(server: Server, paths: readonly string[]): Promise<Map<string, Question[]>> {
  const browser = await openBrowser(findBrowser() ?? chromium.executablePath())
  const context = await browser.newContext({
    ...{ viewport: { width: 1440, height: 900 }, locale: 'ru-RU', serviceWorkers: 'block' },
    extraHTTPHeaders: { authorization: `Bearer ${server.token}` },
  })
  await context.addInitScript(`localStorage.setItem('rumb.workspace', '${workspace}')`)
  const found = new Map<string, Question[]>()
  for (const path of paths) {
    const page = await context.newPage()
    const asked = new Map<string, Question>()
    let last = Date.now()
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url())
      if (!pathname.startsWith('/api/') || pathname === '/api/live' || pathname === '/api/session') return
      last = Date.now()
      const question = { method: request.method(), path: pathname + search, body: request.postData() }
      asked.set(JSON.stringify(question), question)
    })
    page.on('requestfinished', () => {
      last = Date.now()
    })
    await page.goto(server.url + path)
    for (const start = Date.now(); Date.now() - start < waitMax && (asked.size === 0 || Date.now() - last < quietMs); )
      await page.waitForTimeout(100)
    found.set(path, [...asked.values()])
    await page.close()
  }
  await browser.close()
  return found
}

async function askOne(server: Server, { method, path, body }: Question): Promise<number> {
  const start = performance.now()
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', 'rumb-workspace': workspace },
    ...(body === null ? {} : { body }),
  })
  await response.text()
  return performance.now() - start
}

const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

type Timed = { ms: number; each: number[] }

async function timeOnce(server: Server, questions: readonly Question[]): Promise<Timed> {
  const start = performance.now()
  const each = await Promise.all(questions.map((question) => askOne(server, question)))
  return { ms: performance.now() - start, each }
}

async function sendLead(server: Server, id: string): Promise<void> {
  const lead = { id, created_at: now.toISOString(), channel: 'seo', owner_id: 'p1' }
  await ask(server, '/api/records', { source: 'crm', records: { leads: [lead] } }, workspace)
}

async function timeScreen(server: Server, path: string, questions: readonly Question[]): Promise<void> {
  const changed: Timed[] = []
  for (let round = 0; round < changes; round++) {
    await sendLead(server, `bench${path}${round}`)
    changed.push(await timeOnce(server, questions))
  }
  const warm: Timed[] = []
  for (let round = 0; round < rounds; round++) warm.push(await timeOnce(server, questions))
  const slow = questions
    .map(({ path: asked, body }, i) => ({
      name: `${asked} ${(body ?? '').slice(0, 90)}`,
      ms: quantile(
        changed.map(({ each }) => each[i] ?? 0),
        0.5,
      ),
    }))
    .toSorted((a, b) => b.ms - a.ms)[0]
  const times = (timed: readonly Timed[]) => timed.map(({ ms }) => ms)
  report(`Screen ${path}`, {
    questions: questions.length,
    'p95 ms (allowed 1000)': quantile(times(warm), 0.95),
    'p50 ms': quantile(times(warm), 0.5),
    'p50 ms after facts changed': quantile(times(changed), 0.5),
    'slowest then': slow ? `${Math.round(slow.ms)} ms ${slow.name}` : 'none',
  })
}

export async function benchScreens(times: number): Promise<void> {
  const data = await houseOf(times, 'all')
  const started = await startServer(['serve', '--data', data, '--port', port], { RUMB_NOW: now.toISOString() })
  // The house stays as it is, without an owner: asked as this machine.
  const { token } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { token: string }
  const server = { ...started, token }
  const found = await gather(server, screens)
  for (const [path, questions] of found) await timeScreen(server, path, questions)
  await server.stop()
}
