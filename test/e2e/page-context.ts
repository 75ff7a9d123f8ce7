// What the groups of journeys share: one demo company, one browser, the owner signed in, and how a page is visited.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openVisit, watchErrors } from './page-browser.ts'
import type { Demo } from './page-demo.ts'

export type State = Awaited<ReturnType<BrowserContext['storageState']>>
export type PageContext = { demo: Demo; browser: Browser; state: State }
export type Visit = { page: Page; errors: string[] }

export const owner = { name: 'Олена Власник', email: 'owner@demo.example', password: 'compass and anchor' }
/** Times 0.2 s and more: a loaded machine takes its time. */
const looksMax = 200

/** The owner link → a name and a password → the Compass. */
export async function enterAsOwner(browser: Browser, demo: Demo): Promise<State> {
  const context = await openVisit(browser, { width: 1440, height: 900 })
  const page = await context.newPage()
  await page.goto(demo.ownerLink)
  await page.getByLabel('Имя и фамилия').fill(owner.name)
  await page.getByLabel('Почта').fill(owner.email)
  await page.getByRole('textbox', { name: 'Придумайте пароль' }).fill(owner.password)
  await page.getByRole('button', { name: 'Открыть Компас' }).click()
  await page.locator('li a[data-kpi]').first().waitFor()
  const state = await context.storageState()
  await context.close()
  return state
}

type Options = { width?: number; scheme?: 'light' | 'dark'; state?: State | null }

export async function visit({ demo, browser, state }: PageContext, path: string, options: Options = {}): Promise<Visit> {
  const { width = 1440, scheme = 'light' } = options
  const who = options.state === undefined ? state : options.state
  const context = await openVisit(browser, { width, height: 900, scheme, ...(who ? { state: who } : {}) })
  const page = await context.newPage()
  const errors = watchErrors(page)
  await page.goto(demo.url + path)
  return { page, errors }
}

/** Nothing is being worked out any more. What lies below the fold is asked for only when the reader comes near it. */
export async function settle(page: Page): Promise<void> {
  await page.locator('h1').waitFor({ state: 'attached' })
  const working = page.locator('main [role="status"][aria-label]')
  for (let look = 0; look < looksMax && (await working.count()) > 0; look += 1) {
    for (const one of [working.last(), working.first()]) await one.scrollIntoViewIfNeeded({ timeout: 1000 }).catch(() => undefined)
    await page.waitForTimeout(200)
  }
  expect(await working.count(), page.url()).toBe(0)
  await page.evaluate('scrollTo(0, 0)')
}

type Grant = { role: string; person?: string; teams?: string[] }

/** Somebody invited by the owner and signed in, past the pages that do it. */
export async function joinAs({ demo, browser, state }: PageContext, grant: Grant): Promise<State> {
  const headers = { origin: demo.url }
  const inviter = await browser.newContext({ storageState: state })
  const made = await inviter.request.post(`${demo.url}/api/invitations`, { data: grant, headers })
  const { path } = (await made.json()) as { path: string }
  await inviter.close()
  const guest = await browser.newContext()
  const token = path.split('#token=')[1]
  const email = `${grant.role}-${token?.slice(0, 8).toLowerCase().replaceAll(/\W/g, 'x')}@demo.example`
  const accepted = await guest.request.post(`${demo.url}/api/invitations/accept`, {
    data: { token, name: grant.role, email, password: owner.password },
    headers,
  })
  expect(accepted.status(), await accepted.text()).toBe(200)
  const joined = await guest.storageState()
  await guest.close()
  return joined
}
