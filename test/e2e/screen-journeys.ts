// Short ways through the screens of analyses: the stand-up, why a figure moved, who waits, a model of attribution, a changed plan.
import { expect, it } from 'vitest'
import { type PageContext, settle, visit } from './page-context.ts'

export function checkScreens(given: () => PageContext): void {
  it('runs the stand-up with arrow keys', async () => {
    const { page, errors } = await visit(given(), '/today')
    await settle(page)
    await page.getByRole('button', { name: 'Планёрка' }).click()
    const stage = page.getByRole('dialog')
    const first = await stage.locator('[data-person]').getAttribute('data-person')
    await page.keyboard.press('ArrowRight')
    await stage.locator(`[data-person]:not([data-person="${first}"])`).waitFor()
    await page.keyboard.press('Escape')
    await stage.waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('')
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('says why a figure changed, by its parts and by a dimension', async () => {
    const { page } = await visit(given(), '/?kpi=win_rate')
    const why = page.locator('section[aria-labelledby="drawer-why"]')
    await why.scrollIntoViewIfNeeded()
    await why.getByText(/^Было .+, стало /).waitFor()
    await why.getByRole('button', { name: 'Таблицей' }).click()
    expect(await why.locator('tbody tr').count()).toBeGreaterThan(1)
    await page.context().close()
  })

  it('shares the same sales among channels under another model', async () => {
    const { page } = await visit(given(), '/channels?model=first')
    await settle(page)
    expect(await page.locator('main tbody tr').count()).toBeGreaterThan(3)
    await page.getByRole('button', { name: 'Показать пути' }).click()
    await page.getByRole('columnheader', { name: 'Путь' }).waitFor()
    expect(new URL(page.url()).searchParams.get('model')).toBe('first')
    await page.context().close()
  })

  checkPlanGrid(given)
}

function checkPlanGrid(given: () => PageContext): void {
  it('changes a target in the grid and takes it back', async () => {
    const { page } = await visit(given(), '/plans')
    await settle(page)
    const target = page.getByRole('textbox', { name: 'Вся компания, Выручка' })
    const before = await target.inputValue()
    await target.fill('12 000 000')
    await target.press('Enter')
    await page.getByRole('button', { name: 'Вернуть как было' }).click()
    await page.getByRole('button', { name: 'Вернуть как было' }).waitFor({ state: 'detached' })
    await page.reload()
    await settle(page)
    expect(await target.inputValue()).toBe(before)
    await page.context().close()
  })

  it('fills an empty month from a spreadsheet, keeps the good cells and says which one is no number', async () => {
    const { page } = await visit(given(), '/plans?month=2026-12')
    await settle(page)
    await page.getByRole('combobox', { name: 'Добавить строку' }).click()
    await page.getByRole('option').nth(2).click()
    const [first, second] = [page.locator('[data-cell="0:0"]'), page.locator('[data-cell="1:0"]')]
    await first.focus()
    await page.evaluate(`{
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', '12\u00a0000\u00a0000,5\\r\\nмного\\r\\n')
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }`)
    await page.locator('[data-bad="1"]').waitFor()
    expect(await second.getAttribute('aria-invalid')).toBe('true')
    const undo = page.getByRole('button', { name: 'Вернуть как было' })
    await undo.waitFor()
    expect(await first.inputValue()).toBe('12\u00a0000\u00a0000,5')
    await first.press('Control+z')
    await undo.waitFor({ state: 'detached' })
    expect([await first.inputValue(), await second.inputValue()]).toEqual(['', 'много'])
    await page.context().close()
  })
}
