// First contentful paint of the first page on localhost, signed in by nobody yet: the browser's own figure.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser, openBrowser, openVisit } from '../test/e2e/page-browser.ts'
import { median, report } from './data.ts'
import { startServer } from './server.ts'

const rounds = 7
const port = '4694'

export async function benchPaint(): Promise<void> {
  const path = findBrowser()
  if (path === null) throw new Error('there is no Chromium on this machine')
  const data = mkdtempSync(join(tmpdir(), 'rumb-bench-paint-'))
  const server = await startServer(['demo', '--data', data, '--port', port])
  const browser = await openBrowser(path)
  const enter = await openVisit(browser, { width: 1440, height: 900 })
  const first = await enter.newPage()
  await first.goto(`${server.url}/enter?token=${server.token}`)
  const state = await enter.storageState()
  const paints: number[] = []
  for (let round = 0; round < rounds; round++) {
    const context = await openVisit(browser, { width: 1440, height: 900, state })
    const page = await context.newPage()
    await page.goto(server.url)
    await page.locator('h1').first().waitFor({ state: 'attached' })
    paints.push(await page.evaluate<number>('performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity'))
    await context.close()
  }
  report('first contentful paint, ms', { median: median(paints), worst: Math.max(...paints), allowed: 1500 })
  await browser.close()
  await server.stop()
  rmSync(data, { recursive: true, force: true })
}
