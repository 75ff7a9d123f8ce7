// How long every screen waits for its figures: the page is walked in Chromium on a warm server, its questions are gathered once and
// then asked again together, as the page does; 95th percentile of the whole screen, and the slowest question of each by name.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser, openBrowser } from '../test/e2e/page-browser.ts'
import { houseOf, now, workspace } from './compass.ts'
import { report } from './data.ts'
import { type Server, startServer } from './server.ts'

const port = '4693'
const rounds = 20
const warmUp = 2
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
    for (const start = Date.now(); Date.now() - start < waitMax && Date.now() - last < quietMs; ) await page.waitForTimeout(100)
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

async function timeScreen(server: Server, path: string, questions: readonly Question[]): Promise<void> {
  const whole: number[] = []
  const each = questions.map((): number[] => [])
  for (let round = 0; round < rounds + warmUp; round++) {
    const start = performance.now()
    const times = await Promise.all(questions.map((question) => askOne(server, question)))
    if (round < warmUp) continue
    whole.push(performance.now() - start)
    times.forEach((time, index) => {
      each[index]?.push(time)
    })
  }
  const slow = questions
    .map(({ path: asked, body }, index) => ({ name: `${asked} ${(body ?? '').slice(0, 90)}`, ms: quantile(each[index] ?? [], 0.95) }))
    .toSorted((a, b) => b.ms - a.ms)[0]
  const figures = { questions: questions.length, 'p95 ms (allowed 1000)': quantile(whole, 0.95), 'p50 ms': quantile(whole, 0.5) }
  report(`Screen ${path}`, { ...figures, slowest: slow ? `${Math.round(slow.ms)} ms ${slow.name}` : 'none' })
}

export async function benchScreens(times: number): Promise<void> {
  const data = await houseOf(times)
  const started = await startServer(['serve', '--data', data, '--port', port], { RUMB_NOW: now.toISOString() })
  // The house stays as it is, without an owner: asked as this machine.
  const { token } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { token: string }
  const server = { ...started, token }
  const found = await gather(server, screens)
  for (const [path, questions] of found) await timeScreen(server, path, questions)
  await server.stop()
}
