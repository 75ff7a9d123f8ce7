// A foreign company's sales, imported by the mapping of the example: from the owner link to one person, on its own figures.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runRumb } from '../cli/run-rumb.ts'
import { hasReferenceData, readReference, referencePath } from '../reference-data.ts'
import { findBarriers, findBrowser, keepShot, openBrowser } from './page-browser.ts'
import { enterAsOwner, settle, visit } from './page-context.ts'
import { type Demo, serveData } from './page-demo.ts'

const browserPath = findBrowser()
const mapping = resolve(import.meta.dirname, '../../examples/crm-sales/mapping.yaml')
const year = 'period=2017-01-01..2018-01-01'

describe.runIf(browserPath !== null && hasReferenceData)('the page on imported sales', () => {
  const data = mkdtempSync(join(tmpdir(), 'rumb-page-sales-'))
  let served: Demo
  let browser: Browser

  beforeAll(async () => {
    const at = ['--data', data, '--workspace', 'sales']
    await runRumb(['import', referencePath('crm-sales'), '--source', 'crm', '--map', mapping, ...at])
    await runRumb(['settings', 'timezone=UTC', 'currency=USD', ...at])
    served = await serveData(data, '2018-01-01T00:00:00Z')
    browser = await openBrowser(browserPath ?? '')
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await served?.close()
    rmSync(data, { recursive: true, force: true })
  }, 60_000)

  it('leads from the owner link over a tile, its records and the funnel to a person, whose win rate is the published one', async () => {
    const state = await enterAsOwner(browser, served)
    const context = { demo: served, browser, state }
    const { page, errors } = await visit(context, `/?${year}`)
    await page.getByText('Ещё не приходили').waitFor()
    expect(await page.locator('li a[data-kpi="deals_without_task"]').count()).toBe(0)
    await page.locator('li a[data-kpi="average_deal"]').first().click()
    const drawer = page.getByRole('dialog')
    await drawer.locator('[data-records]').waitFor({ state: 'attached' })
    expect(Number(await drawer.locator('[data-records]').getAttribute('data-records'))).toBe(4238)
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Воронка', exact: true }).click()
    await settle(page)
    await page.goto(`${served.url}/people?show=win_rate&${year}`)
    await settle(page)
    const published = JSON.parse(readReference('crm-sales/reference.json')) as {
      by_person: Record<string, { win_rate: readonly number[] }>
    }
    const [name, { win_rate }] = Object.entries(published.by_person)[0]!
    const row = page.locator('main tbody tr', { has: page.getByRole('link', { name, exact: true }) })
    const shown = (await row.locator('a[data-kpi="win_rate"]').first().textContent()) ?? ''
    expect(Number(shown.replace(',', '.').replace(/[^\d.]/g, ''))).toBeCloseTo((win_rate[0] ?? 0) * 100, 0)
    await row.getByRole('link', { name, exact: true }).click()
    await page.waitForURL(/\/people\/./)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await settle(page)
    await keepShot(page, 'sales-person-1440')
    expect(errors).toEqual([])
    await page.context().close()
    const phone = await visit(context, `/?${year}`, { width: 390 })
    await settle(phone.page)
    expect(await findBarriers(phone.page)).toEqual([])
    expect(phone.errors).toEqual([])
    await keepShot(phone.page, 'sales-compass-390')
    await phone.page.context().close()
  }, 180_000)
})
