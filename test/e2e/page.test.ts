// The page on the demo company, as a head of sales goes through it: owner link, tiles, a definition, its records, the other rooms.

import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDoor, checkInvited } from './access-journeys.ts'
import { checkDays } from './day-journeys.ts'
import { findBarriers, findBrowser, keepShot, openBrowser } from './page-browser.ts'
import { enterAsOwner, type PageContext, type State, settle, visit as visitPage } from './page-context.ts'
import { type Demo, startDemo } from './page-demo.ts'
import { checkPaper } from './paper-journeys.ts'
import { checkPeople } from './person-journeys.ts'
import { checkRoles, checkWays } from './role-journeys.ts'
import { checkScreens } from './screen-journeys.ts'
import { checkCalls, checkScriptEditor } from './script-journeys.ts'
import { checkSettings } from './settings-journeys.ts'
import { checkWeight } from './weight-check.ts'

const browserPath = findBrowser()
if (browserPath === null) process.stdout.write('No Chromium on this machine: the journeys of the page are not run.\n')

const rooms = [
  '/',
  '/today',
  '/funnel',
  '/speed',
  '/people',
  '/channels',
  '/clients',
  '/scripts',
  '/plans',
  '/leads',
  '/lost',
  '/data',
  '/kpis',
] as const
const parts = ['company', 'calendar', 'sale', 'pipelines', 'reasons', 'channels', 'people', 'keys', 'audit', 'account'] as const
const languages = [
  { language: 'ru', name: 'Русский', compass: 'Компас', records: 'Записи за этой цифрой' },
  { language: 'uk', name: 'Українська', compass: 'Компас', records: 'Записи за цією цифрою' },
  { language: 'en', name: 'English', compass: 'Compass', records: 'Records behind this figure' },
] as const
const sideScroll = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.skipIf(browserPath === null)('the page on the demo company', () => {
  let demo: Demo
  let browser: Browser
  let state: State

  beforeAll(async () => {
    demo = await startDemo()
    browser = await openBrowser(browserPath ?? '')
    state = await enterAsOwner(browser, demo)
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await demo?.close()
  }, 60_000)

  const given = (): PageContext => ({ demo, browser, state })
  const visit = (path: string, width = 1440, scheme: 'light' | 'dark' = 'light') => visitPage(given(), path, { width, scheme })

  describe('the weight of the page', () => checkWeight())

  it.each(languages)(
    'opens a tile into its definition and as many records as the cell says, in $language',
    async ({ name, compass, records }) => {
      const { page, errors } = await visit('/')
      await page.locator('nav').first().getByRole('button').first().waitFor()
      await page.locator('button[aria-haspopup="menu"]', { has: page.locator('svg.tabler-icon-language') }).click()
      await page.getByRole('menuitem', { name }).click()
      await page.getByRole('link', { name: compass, exact: true }).waitFor()
      const tile = page.locator('li a[data-kpi="leads"]')
      await tile.click()
      const drawer = page.getByRole('dialog')
      await drawer.getByRole('heading', { name: records }).waitFor()
      expect((await drawer.locator('[data-definition="formula"]').textContent())?.length).toBeGreaterThan(10)
      const count = Number(await drawer.locator('[data-records]').getAttribute('data-records'))
      const said = (await drawer.locator('[data-sample="n"]').textContent())?.replace(/\D/g, '')
      expect(count).toBeGreaterThan(100)
      expect(String(count)).toBe(said)
      expect(await drawer.locator('section[aria-labelledby="drawer-records"] tbody tr').count()).toBe(20)
      expect(new URL(page.url()).searchParams.get('kpi')).toBe('leads')
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'detached' })
      expect(new URL(page.url()).search).toBe('')
      expect(errors).toEqual([])
      await page.context().close()
    },
  )

  it('keeps period, filter and drawer in the address', async () => {
    const { page } = await visit('/?period=prev_month&compare=year&kpi=win_rate')
    const drawer = page.getByRole('dialog')
    await drawer.locator('[data-cell="value"]').waitFor()
    const figure = await drawer.locator('[data-cell="value"]').textContent()
    await page.reload()
    await drawer.locator('[data-cell="value"]').waitFor()
    expect(await drawer.locator('[data-cell="value"]').textContent()).toBe(figure)
    await page.goBack().catch(() => undefined)
    await page.context().close()
  })

  it('goes from the league into one person’s records, counted as the cell says', async () => {
    const { page, errors } = await visit('/people?show=won_deals')
    await settle(page)
    const cell = page.locator('main table a[data-kpi="won_deals"]').first()
    const said = Number((await cell.textContent())?.replace(/\D/g, ''))
    await cell.click()
    const drawer = page.getByRole('dialog')
    await drawer.locator('[data-records]').waitFor({ state: 'attached' })
    expect(Number(await drawer.locator('[data-records]').getAttribute('data-records'))).toBe(said)
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('leads from a tile over its records and the funnel to one person', async () => {
    const { page, errors } = await visit('/')
    await page.locator('li a[data-kpi="lead_win_rate_90d"]').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('Свежим лидам').waitFor()
    await drawer.locator('[data-records]').waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Воронка', exact: true }).click()
    const outcome = page.locator('main a[data-kpi="funnel_advanced"]').first()
    const said = Number((await outcome.textContent())?.replace(/\D/g, ''))
    await outcome.click()
    await drawer.locator('[data-records]').waitFor({ state: 'attached' })
    expect(Number(await drawer.locator('[data-records]').getAttribute('data-records'))).toBe(said)
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Люди', exact: true }).click()
    await page.locator('main tbody th a').first().click()
    await page.locator('main [data-row="won_deals"]').waitFor()
    expect(decodeURIComponent(new URL(page.url()).pathname)).toMatch(/^\/people\/(crm|amo):/)
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('shows a ledger whose states sum to the leads received', async () => {
    const { page } = await visit('/leads')
    await settle(page)
    const digits = async (selector: string) =>
      (await page.locator(selector).allTextContents()).map((text) => Number(text.replace(/\D/g, '')))
    const states = await digits('main tbody tr td:nth-child(2)')
    const [received] = await digits('main tfoot td:nth-child(2)')
    expect(states.length).toBeGreaterThan(4)
    expect(states.reduce((sum, leads) => sum + leads, 0)).toBe(received)
    await page.locator('main tbody tr td:nth-child(2) a').first().click()
    const listed = page.getByRole('dialog').locator('[data-records]')
    await listed.waitFor({ state: 'attached' })
    expect(Number(await listed.getAttribute('data-records'))).toBe(states[0])
    await page.context().close()
  })

  it('lets one figure that fails fail alone', async () => {
    const { page } = await visit('/kpis')
    await page.route('**/api/query', (route) =>
      route.request().postData()?.includes('"leads"')
        ? route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"engine_failed"}' })
        : route.continue(),
    )
    await page.getByRole('link', { name: 'Компас', exact: true }).click()
    await page.locator('li a[data-kpi="leads"]', { hasText: 'Не удалось посчитать' }).waitFor()
    expect(await page.locator('li a[data-kpi="average_deal"]').textContent()).toMatch(/₴/)
    await page.context().close()
  })

  it('says in words what failed when the server is not there', async () => {
    const { page } = await visit('/kpis')
    await settle(page)
    await page.route('**/api/**', (route) => route.abort())
    await page.getByRole('link', { name: 'Воронка', exact: true }).click()
    await page.getByRole('alert').waitFor({ timeout: 20_000 })
    expect(await page.getByRole('alert').textContent()).toContain('Сервер не отвечает')
    await page.context().close()
  })

  it.each([1440, 390])(
    'shows every room at %i px without barriers, errors or a side scroll bar, in light and, when the system turns dark, in dark',
    async (width) => {
      // Settings at one width: the other rooms hold the same parts at both.
      const settings = width === 1440 ? parts.map((part) => `/settings/${part}`) : []
      for (const path of [...rooms, ...settings]) {
        const { page, errors } = await visit(path, width)
        for (const scheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: scheme })
          await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' })
          await settle(page)
          // Colours pass over in a fifth of a second.
          await page.waitForTimeout(500)
          await keepShot(page, `${path.slice(1).replace('/', '-') || 'compass'}-${width}-${scheme}`)
          expect(await findBarriers(page), `${path} ${scheme}`).toEqual([])
          expect(await page.evaluate<number>(sideScroll), `${path} ${scheme}`).toBe(0)
        }
        expect(errors, path).toEqual([])
        await page.context().close()
      }
    },
    300_000,
  )

  describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
    it('shows an opened KPI without barriers', async () => {
      const { page, errors } = await visit('/?kpi=win_rate', 1440, scheme)
      await page.getByRole('dialog').locator('[data-records]').waitFor({ state: 'attached' })
      await page.getByRole('img').first().waitFor()
      await keepShot(page, `drawer-1440-${scheme}`)
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /PNG/ }).first().click()])
      expect(
        readFileSync(await file.path())
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG')
      expect(await findBarriers(page)).toEqual([])
      expect(errors).toEqual([])
      await page.context().close()
    })
  })

  it('can be used with the keyboard alone', async () => {
    const { page } = await visit('/')
    await settle(page)
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement?.textContent')).toBe('К содержанию')
    await page.keyboard.press('Enter')
    const reached = async (kpi: string) => (await page.evaluate<string>("document.activeElement?.getAttribute('data-kpi') ?? ''")) === kpi
    for (let press = 0; press < 40 && !(await reached('qualification_rate')); press += 1) await page.keyboard.press('Tab')
    expect(await reached('qualification_rate')).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await reached('qualification_rate')).toBe(true)
    await page.context().close()
  })

  describe('accounts', () => {
    checkDoor(given)
    checkInvited(given)
  })

  // After these the figures are others.
  describe('screens of analyses', () => checkScreens(given))
  describe('screens of people', () => checkPeople(given))
  describe('the first look', () => checkDays(given))
  describe('paper, files and a server that is away', () => checkPaper(given))
  describe('calls and the own day', () => checkCalls(given))
  describe('scripts and materials', () => checkScriptEditor(given))
  describe('what each role comes for', () => checkRoles(given))
  describe('the way to an answer', () => checkWays(given))
  describe('settings', () => checkSettings(given))

  // Last: with a second company here, the demo company is no longer what opens first.
  it('follows the facts while it is open', async () => {
    const { page } = await visit('/kpis')
    const send = (id: string) =>
      page.request.post(`${demo.url}/api/records`, {
        headers: { 'rumb-workspace': 'live', origin: demo.url },
        data: { source: 'crm', records: { leads: [{ id, created_at: '2026-11-20T09:00:00Z', origin: 'form' }] } },
      })
    expect((await send('first')).status()).toBe(200)
    // The only company that is no demo is the one that opens, here as on the command line.
    await page.goto(demo.url)
    const figure = page.locator('li a[data-kpi="leads"]')
    await figure.getByText('1', { exact: true }).waitFor()
    expect((await send('second')).status()).toBe(200)
    await figure.getByText('2', { exact: true }).waitFor({ timeout: 60_000 })
    // Who works for several companies goes from one to the other: nothing of the first stays.
    await page.getByRole('button', { name: /^Компания: / }).click()
    await page.getByRole('menuitem', { name: 'Демо-компания' }).click()
    await page.locator('li a[data-kpi="average_deal"]').getByText('₴').first().waitFor()
    await page.context().close()
  }, 180_000)
})
