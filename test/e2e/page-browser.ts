// A Chromium of this machine for the journeys, and what every journey watches: errors of the console, accessibility.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** A loaded machine takes its time. */
const patienceMs = 90_000
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const artefacts = resolve(import.meta.dirname, '../../artefacts/e2e')

export function findBrowser(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path)) ?? null
}

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags })
}

/** Errors a page wrote to its console or threw, gathered as they come. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

type Finding = { id: string; impact: string | null; help: string; nodes: { html: string }[] }

/** What axe finds serious or critical by WCAG 2.2 AA, each with the first place. */
export async function findBarriers(page: Page): Promise<string[]> {
  // Through the debugger, past the content security policy of the page.
  await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: Finding[] }> } }
    return (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.length} × ${nodes[0]?.html.slice(0, 160)}`)
}

export async function keepShot(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true })
  await page.screenshot({ path: join(artefacts, `${name}.png`) })
}

/** A visitor with a language and a colour scheme, past the owner link. */
export async function openVisit(
  browser: Browser,
  options: { width: number; height: number; scheme?: 'light' | 'dark'; state?: Awaited<ReturnType<BrowserContext['storageState']>> },
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: options.height },
    colorScheme: options.scheme ?? 'light',
    locale: 'ru-RU',
    ...(options.state ? { storageState: options.state } : {}),
  })
  context.setDefaultTimeout(patienceMs)
  return context
}
