// What a page does without its server and on paper: the last figures with their moment, a scorecard as a PDF; and that a file taken
// along is in the audit log.
import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { type PageContext, settle, visit } from './page-context.ts'

/** How many pages a PDF has, by its page tree. */
const pagesOf = (pdf: Buffer) => (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length
const hasStreams = (pdf: Buffer) => {
  const at = pdf.indexOf('stream\n', pdf.indexOf('/FlateDecode'))
  return inflateSync(pdf.subarray(at + 'stream\n'.length)).length > 0
}

export function checkPaper(given: () => PageContext): void {
  it('keeps the last figures with their moment while the server is away, and lets them go at the way out', async () => {
    const { page } = await visit(given(), '/leads')
    await settle(page)
    const received = await page.locator('main tfoot td').first().textContent()
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await expect
      .poll(() => page.evaluate<number>("caches.open('rumb.shell').then((cache) => cache.keys()).then((keys) => keys.length)"), {
        timeout: 20_000,
      })
      .toBeGreaterThan(10)
    await page.context().setOffline(true)
    await page.reload()
    await page.locator('[data-away]').waitFor()
    expect(await page.locator('[data-away]').textContent()).toMatch(/Сервер не отвечает.*\d/)
    expect(await page.locator('main tfoot td').first().textContent()).toBe(received)
    await page.context().setOffline(false)
    await page.locator('[data-away]').waitFor({ state: 'detached' })
    // Another reader of this browser finds nothing.
    await page.context().clearCookies()
    await page.goto(given().demo.url)
    await page.getByRole('heading', { name: 'Вход' }).waitFor()
    expect(await page.evaluate("caches.has('rumb.answers')")).toBe(false)
    await page.context().close()
  })

  it('prints a scorecard whole on light paper, without what is pressed, and notes it as taken along', async () => {
    const { page, errors } = await visit(given(), '/people/crm%3As3', { scheme: 'dark' })
    await settle(page)
    await page.evaluate('window.print = () => { document.body.dataset.printed = "yes" }')
    await page.getByRole('button', { name: 'Печать' }).click()
    await page.locator('body[data-printed]').waitFor({ state: 'attached' })
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav').first().isVisible()).toBe(false)
    expect(await page.getByText('Скачать CSV').first().isVisible()).toBe(false)
    expect(await page.getByRole('heading', { name: 'О чём поговорить' }).isVisible()).toBe(true)
    expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pagesOf(pdf)).toBeGreaterThan(2)
    expect(hasStreams(pdf)).toBe(true)
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('gives an analyst’s table as a file that a spreadsheet reads, and writes that down', async () => {
    const { page } = await visit(given(), '/people?show=won_deals')
    await settle(page)
    const rows = await page.locator('main table').first().locator('tbody tr').count()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Скачать CSV' }).first().click()])
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(rows + 1)
    expect(lines[0]).toMatch(/^\ufeff?Сотрудник;/)
    await page.goto(`${given().demo.url}/settings/audit`)
    await page
      .getByText(/скачал.*csv/)
      .first()
      .waitFor()
    await page.context().close()
  })
}
