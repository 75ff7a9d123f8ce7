// Short ways through the calls: one of the queue is heard, marked and told; and the day of a salesperson, who sees nobody else.
import { expect, it } from 'vitest'
import { findBarriers } from './page-browser.ts'
import { type PageContext, settle, visit } from './page-context.ts'

export function checkCalls(given: () => PageContext): void {
  it('takes a reviewer through five calls in a row, the first by clicks with a comment, the others by keys', async () => {
    const { page, errors } = await visit(given(), '/scripts')
    await settle(page)
    await page.locator('main [data-row] a[data-call]').first().click()
    const call = page.locator('[data-review]')
    const step = call.locator('[data-step]').first()
    await step.getByText('Да', { exact: true }).click()
    await step.getByRole('textbox').fill('Хорошее начало')
    expect(await findBarriers(page)).toEqual([])
    const first = new URL(page.url()).searchParams.get('call') ?? ''
    await call.getByRole('button', { name: 'Сохранить и дальше' }).click()
    // Four more by keys alone: while one is kept the next is heard.
    const idOf = () => new URL(page.url()).searchParams.get('call') ?? ''
    const heard = new Set([first])
    for (let left = 4; left > 0; left -= 1) {
      await page.waitForURL((url) => !heard.has(url.searchParams.get('call') ?? ''))
      const id = idOf()
      heard.add(id)
      await page.locator(`[data-review="${id}"] [data-step] input:focus`).waitFor({ state: 'attached' })
      for (const key of ['3', '1', '2']) await page.keyboard.press(key)
      expect(await page.locator(`[data-review="${id}"] [data-step]:not([data-marked=""])`).count()).toBeGreaterThan(2)
      await page.keyboard.press('Control+Enter')
    }
    await page.locator('[data-saved="5"]').waitFor()
    expect(heard.size).toBe(5)
    expect(errors).toEqual([])
    await page.context().close()
  }, 120_000)

  it('shows a salesperson their own day and no others', async () => {
    const { demo, browser, state } = given()
    const { page: owner } = await visit({ demo, browser, state }, '/today')
    const made = await owner.request.post(`${demo.url}/api/invitations`, {
      data: { role: 'rep', person: 'crm:s3' },
      headers: { origin: demo.url },
    })
    const { path } = (await made.json()) as { path: string }
    await owner.context().close()
    const { page, errors } = await visit({ demo, browser, state }, '/kpis', { state: null })
    await page.request.post(`${demo.url}/api/invitations/accept`, {
      data: { token: path.split('#token=')[1], name: 'Сергей', email: 'day@demo.example', password: 'compass and anchor' },
      headers: { origin: demo.url },
    })
    errors.length = 0
    await page.goto(demo.url)
    await page.getByRole('heading', { level: 1, name: 'Мой день' }).waitFor()
    await settle(page)
    expect(await page.locator('[data-norm]').count()).toBeGreaterThan(0)
    const text = (await page.locator('main').textContent()) ?? ''
    for (const other of ['Ірина Шевчук', 'Андрій Бондаренко', 'Наталія Ткаченко']) expect(text).not.toContain(other)
    expect(await findBarriers(page)).toEqual([])
    expect(errors).toEqual([])
    await page.context().close()
  })
}

export function checkScriptEditor(given: () => PageContext): void {
  it('writes a script while the latest calls tell what each phrase finds, keeps it and takes it back', async () => {
    const { page, errors } = await visit(given(), '/scripts/edit')
    await settle(page)
    const items = page.locator('[data-item]')
    const before = await items.count()
    await page.getByRole('button', { name: 'Новый скрипт' }).click()
    await page.getByLabel('Название').fill('После выставки')
    await page.getByRole('textbox', { name: 'Шаг', exact: true }).fill('Приветствие')
    await page.getByLabel('Фразы на любом языке').fill('меня зовут\nтакого никто не говорил')
    const found = page.locator('[data-phrase="меня зовут"]')
    await found.waitFor()
    expect(Number(await found.getAttribute('data-calls'))).toBeGreaterThan(10)
    expect(await page.locator('[data-phrase="такого никто не говорил"]').getAttribute('data-calls')).toBe('0')
    await found.locator('summary').click()
    expect(((await found.locator('blockquote').first().textContent()) ?? '').length).toBeGreaterThan(20)
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Сохранить скрипт' }).click()
    await page.locator('[data-done="kept"]').waitFor()
    expect(await items.count()).toBe(before + 1)
    await page.getByRole('button', { name: 'Отменить' }).click()
    await page.locator('[data-done="back"]').waitFor()
    await items.nth(before).waitFor({ state: 'detached' })
    expect(errors).toEqual([])
    await page.context().close()
  })
}
