// Settings changed on the page: the figures follow, and the page says why.
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { type PageContext, visit } from './page-context.ts'

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Сохранить и пересчитать' }).click()
  await page.locator('[data-outcome]').waitFor({ timeout: 120_000 })
}

const moved = async (page: Page) => Number(await page.locator('[data-outcome]').getAttribute('data-outcome'))

export function checkSettings(given: () => PageContext): void {
  it('moves revenue with the sale event, and says so on the Compass', async () => {
    const { page, errors } = await visit(given(), '/settings/sale')
    await page.getByRole('radio', { name: /Полная оплата/ }).click()
    await save(page)
    await page.getByText(/Изменено: что считается продажей/).waitFor()
    expect(await moved(page)).toBeGreaterThan(1)
    await page.getByRole('link', { name: 'Компас', exact: true }).click()
    await page.locator('[data-moved-by="sale_event"]').waitFor()
    expect(errors).toEqual([])
    await page.context().close()
  }, 240_000)

  it('moves answers within 15 minutes with the working hours', async () => {
    const { page, errors } = await visit(given(), '/settings/calendar')
    // Teams have hours of their own: those of the contact centre decide how fast a first answer was.
    await page.getByRole('button', { name: 'Контакт-центр' }).click()
    const copies = page.getByRole('button', { name: /Так же в остальные рабочие дни/ })
    const start = page.getByLabel(/: начало/).first()
    await start.fill('12')
    await start.blur()
    expect(await start.inputValue()).toBe('12:00')
    await copies.first().click()
    await save(page)
    expect(await page.locator('[data-outcome] tr[data-moved="true"]', { hasText: 'Ответили за 15 минут' }).count()).toBe(1)
    expect(errors).toEqual([])
    await page.context().close()
  }, 240_000)

  it('moves qualified leads with what a stage means', async () => {
    const { page, errors } = await visit(given(), '/settings/pipelines')
    const stage = page.locator('[data-stage="crm:q_contact"]')
    await stage.getByRole('combobox').click()
    await page.getByRole('option', { name: 'Целевой', exact: true }).click()
    await save(page)
    expect(await page.locator('[data-outcome] tr[data-moved="true"]', { hasText: 'Квал-лиды' }).count()).toBe(1)
    expect(errors).toEqual([])
    await page.context().close()
  }, 240_000)

  it('keeps nothing that is wrong, and says which place is', async () => {
    const { page } = await visit(given(), '/settings/channels')
    await page.getByRole('button', { name: 'Добавить правило' }).click()
    await page.getByRole('button', { name: 'Сохранить и пересчитать' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('channel_rules')
    await page.getByRole('button', { name: 'Отменить' }).click()
    expect(await page.getByText('Своих правил пока нет').count()).toBe(1)
    await page.context().close()
  })
}
