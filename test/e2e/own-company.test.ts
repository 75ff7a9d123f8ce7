// A company of one's own in a house that holds nothing: first steps; a foreign table, its columns mended, its bad row shown, its figures
// there; a KPI of one's own; a view kept by a name.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers, findBrowser, keepShot, openBrowser, openVisit } from './page-browser.ts'
import { owner, type State, settle, visit } from './page-context.ts'
import { type Demo, serveData } from './page-demo.ts'

const browserPath = findBrowser()

/** 40 deals, every second one won at 1,000; one without a date. */
function foreignTable(): Buffer {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    'Номер сделки': `D-${at + 1}`,
    'Дата создания': at === 7 ? '' : `${String((at % 28) + 1).padStart(2, '0')}.10.2026`,
    'Дата закрытия': `${String((at % 20) + 1).padStart(2, '0')}.11.2026`,
    'Кто вёл': ['Анна', 'Богдан', 'Вера'][at % 3],
    Этап: at % 2 === 0 ? 'Успешно реализовано' : 'Закрыто и не реализовано',
    Бюджет: 1000,
    Город: at % 4 === 0 ? 'Киев' : 'Львов',
  }))
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.json_to_sheet(rows), 'Сделки за осень')
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}

describe.runIf(browserPath !== null)('a company of one’s own', () => {
  const data = mkdtempSync(join(tmpdir(), 'rumb-page-import-'))
  const file = join(data, 'Выгрузка из CRM.xlsx')
  let served: Demo
  let browser: Browser
  let state: State

  beforeAll(async () => {
    writeFileSync(file, foreignTable())
    served = await serveData(join(data, 'house'), '2026-11-22T10:00:00Z')
    browser = await openBrowser(browserPath ?? '')
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await served?.close()
    rmSync(data, { recursive: true, force: true })
  }, 60_000)

  const look = (path: string, options = {}) => visit({ demo: served, browser, state }, path, options)

  it('begins with first steps', async () => {
    const entry = await openVisit(browser, { width: 1440, height: 900 })
    const first = await entry.newPage()
    await first.goto(served.ownerLink)
    await first.getByLabel('Имя и фамилия').fill(owner.name)
    await first.getByLabel('Почта').fill(owner.email)
    await first.getByRole('textbox', { name: 'Придумайте пароль' }).fill(owner.password)
    await first.getByRole('button', { name: 'Открыть Компас' }).click()
    await first.locator('[data-step="source"][data-state="open"]').waitFor()
    state = await entry.storageState()
    await first.locator('[data-step="plan"]').getByRole('button', { name: 'Пропустить' }).click()
    await first.locator('[data-step="plan"][data-state="skipped"]').waitFor()
    await keepShot(first, 'start-1440-light')
    expect(await findBarriers(first)).toEqual([])
    await entry.close()
  }, 60_000)

  it('takes a foreign table that is understood, mended and checked', async () => {
    const { page, errors } = await look('/data')
    await page.locator('input[type="file"]').setInputFiles(file)
    await page.locator('[data-header="Кто вёл"]').waitFor()
    await keepShot(page, 'import-columns-1440-light')
    expect(await findBarriers(page)).toEqual([])
    expect(await page.getByRole('combobox', { name: 'Бюджет: Что это' }).inputValue()).toMatch(/сумма/)
    await page.getByRole('combobox', { name: 'Кто вёл: Что это' }).click()
    await page.getByRole('option', { name: 'ответственный' }).click()
    await page.getByRole('button', { name: 'Проверить' }).click()
    const said = page.locator('[data-accepted]')
    await said.waitFor()
    expect(await said.getAttribute('data-accepted')).toBe('39')
    expect(await said.getAttribute('data-quarantined')).toBe('1')
    await page.getByText('обязательно, но пусто').waitFor()
    await keepShot(page, 'import-check-1440-light')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Загрузить', exact: true }).click()
    await page.locator('[data-imported="39"]').waitFor()
    await page.getByRole('button', { name: 'Посмотреть показатели' }).click()
    await page.locator('li a[data-kpi="average_deal"]', { hasText: /1.000/ }).first().waitFor()
    await page.goto(`${served.url}/people?show=win_rate&period=2026-10-01..2026-11-22`)
    await settle(page)
    await page.locator('main tbody').getByRole('link', { name: 'Богдан', exact: true }).first().waitFor()
    expect(errors).toEqual([])
    await page.context().close()
  }, 120_000)

  it('knows then which KPIs are live and since when', async () => {
    const { page, errors } = await look('/start')
    await page.locator('[data-step="source"][data-state="done"]').waitFor()
    expect(Number(await page.locator('[data-family="money"]').getAttribute('data-live'))).toBeGreaterThan(0)
    expect(errors).toEqual([])
    await page.context().close()
  }, 60_000)

  it('writes a KPI of its own, sees it at once and takes it away and back', async () => {
    const { page, errors } = await look('/kpis/own')
    await page.getByRole('button', { name: 'Новый показатель' }).click()
    await page.getByLabel('Название по-русски').fill('Сделки Анны от тысячи')
    await page.getByLabel('Код').fill('own_anna')
    await page.getByLabel('Только те, у которых').fill('salary > 1')
    await page.locator('[data-problems]').waitFor()
    expect(await page.getByRole('button', { name: 'Сохранить показатель' }).isDisabled()).toBe(true)
    await page.getByLabel('Только те, у которых').fill('amount >= 1000')
    await page.locator('[data-value="39"][data-old="false"]').waitFor()
    await keepShot(page, 'own-kpi-1440-light')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Сохранить показатель' }).click()
    await page.locator('[data-done="kept"]').waitFor()
    await page.locator('[data-own="own_anna"]').getByRole('button', { name: 'Удалить' }).click()
    await page.locator('[data-own="own_anna"]').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Вернуть' }).click()
    await page.locator('[data-own="own_anna"]').getByRole('link').click()
    await page.getByRole('dialog').locator('[data-records="39"]').waitFor({ state: 'attached' })
    // The 422 of what was wrong on the way is no error of the page.
    expect(errors).toEqual([])
    await page.context().close()
  }, 60_000)

  it('keeps what is open by a name and opens it again', async () => {
    const { page, errors } = await look('/people?period=2026-10-01..2026-12-01')
    await page.getByRole('button', { name: 'Виды' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Как назвать то, что сейчас открыто').fill('Осень по людям')
    await dialog.getByRole('button', { name: 'Сохранить вид' }).click()
    await dialog.locator('[data-view="Осень по людям"]').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.goto(`${served.url}/lost`)
    await page.getByRole('button', { name: 'Виды' }).click()
    await dialog.getByRole('button', { name: /^Осень по людям/ }).click()
    await page.waitForURL(/\/people\?period=2026-10-01/)
    expect(errors).toEqual([])
    await page.context().close()
  }, 60_000)

  it.each([
    ['/import', 'light'],
    ['/kpis/own', 'dark'],
    ['/start', 'dark'],
  ] as const)('shows %s on a phone without barriers in %s', async (path, scheme) => {
    const { page, errors } = await look(path, { width: 390, scheme })
    await settle(page)
    await keepShot(page, `${path.slice(1).replace('/', '-')}-390-${scheme}`)
    expect(await findBarriers(page)).toEqual([])
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
    expect(errors).toEqual([])
    await page.context().close()
  })
})
