// A first customer: an empty house, the owner link, a CRM connected on the page, its figures, then a pause and the end of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFakeAmocrm } from '../fakes/fake-amocrm.ts'
import type { FakeCrm } from '../fakes/fake-crm.ts'
import { addDeal, moveDeal, type TrueCompany } from '../sources/sync/true-company.ts'
import { findBarriers, findBrowser, keepShot, openBrowser, openVisit, watchErrors } from './page-browser.ts'
import { owner } from './page-context.ts'
import { type Demo, serveData } from './page-demo.ts'

const browserPath = findBrowser()
const company: TrueCompany = {
  people: [{ id: 7, name: 'Анна', email: 'anna@acme.ua' }],
  contacts: [],
  deals: [],
  calls: [],
  tasks: [],
  nextId: 1,
}

describe.skipIf(browserPath === null)('a system connected on the page', () => {
  const data = mkdtempSync(join(tmpdir(), 'rumb-connect-'))
  let fake: FakeCrm
  let served: Demo
  let browser: Browser

  beforeAll(async () => {
    const nowS = Math.floor(Date.now() / 1000)
    for (let day = 40; day > 10; day -= 1) {
      const at = nowS - day * 86_400
      const deal = addDeal(company, { at })
      moveDeal(company, deal, { stage: 'qualified', at: at + 3600 })
      if (day % 2 === 0) moveDeal(company, deal, { stage: 'won', at: at + 7200 })
    }
    fake = await startFakeAmocrm(company, Date.now)
    fake.forbidden.add('/api/v4/catalogs')
    served = await serveData(data, new Date().toISOString(), { RUMB_SOURCE_HOSTS: fake.origin })
    browser = await openBrowser(browserPath ?? '')
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await served?.close()
    await fake?.close()
    rmSync(data, { recursive: true, force: true })
  }, 60_000)

  it('leads from the owner link to own figures, and back', async () => {
    const context = await openVisit(browser, { width: 1440, height: 900 })
    const page = await context.newPage()
    await page.goto(served.ownerLink)
    await page.getByLabel('Имя и фамилия').fill(owner.name)
    await page.getByLabel('Почта').fill(owner.email)
    await page.getByRole('textbox', { name: 'Придумайте пароль' }).fill(owner.password)
    await page.getByRole('button', { name: 'Открыть Компас' }).click()
    await page.getByText('Подключить систему', { exact: true }).click()
    await page.getByRole('combobox', { name: 'Система' }).click()
    await page.getByRole('option', { name: 'amoCRM' }).click()
    await page.getByText('долгосрочный токен').waitFor()
    await keepShot(page, 'connect-steps')

    await page.getByLabel('Адрес аккаунта').fill('company.example.com')
    await page.getByRole('textbox', { name: 'Токен' }).fill('bad-token')
    await page.getByRole('button', { name: 'Проверить и подключить' }).click()
    await page.getByRole('alert').getByText('Это не адрес аккаунта').waitFor()
    await page.getByLabel('Адрес аккаунта').fill(fake.origin)
    await page.getByRole('button', { name: 'Проверить и подключить' }).click()
    await page.getByRole('alert').getByText('не принимает токен').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Токен' }).fill('good-token')
    await page.getByRole('button', { name: 'Проверить и подключить' }).click()

    const card = page.locator('[data-source="amocrm"]')
    await card.getByText('Прошлое загружено целиком').waitFor({ timeout: 60_000 })
    await card.getByText('У токена нет прав на чтение: позиции сделок').waitFor()
    await card.getByRole('button', { name: 'Подробнее' }).click()
    await card.getByText('сделки 30').waitFor()
    expect(await card.getByLabel('Адрес для вебхука').inputValue()).toContain('/api/hooks/amocrm?key=')
    const errors = watchErrors(page)
    expect(await findBarriers(page)).toEqual([])
    await keepShot(page, 'connect-fresh')
    await page.getByRole('heading', { name: 'Проверьте, что мы угадали' }).waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepShot(page, 'connect-phone')
    await page.getByRole('heading', { name: 'Проверьте, что мы угадали' }).scrollIntoViewIfNeeded()
    await keepShot(page, 'connect-guesses-phone')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: /Всё верно/ }).click()
    await page.getByRole('heading', { name: 'Проверьте, что мы угадали' }).waitFor({ state: 'detached', timeout: 60_000 })

    await card.getByRole('button', { name: 'Пауза' }).click()
    await card.getByText('На паузе').waitFor()
    await card.getByRole('button', { name: 'Продолжить' }).click()
    await card.getByText('Свежее').waitFor({ timeout: 60_000 })
    await card.getByRole('button', { name: 'Ещё действия' }).click()
    await page.getByRole('menuitem', { name: 'Стереть данные' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('amocrm')
    await page.getByRole('dialog').getByRole('button', { name: 'Стереть данные' }).click()
    await card.waitFor({ state: 'detached', timeout: 60_000 })
    await page.getByText('Данных ещё нет').waitFor()
    expect(errors).toEqual([])
    await context.close()
  }, 240_000)
})
