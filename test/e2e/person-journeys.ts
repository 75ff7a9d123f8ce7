// Short ways through the screens of one person: the scorecard into its records, a talk that is noted, marked and taken away.
import { expect, it } from 'vitest'
import { findBarriers } from './page-browser.ts'
import { type PageContext, settle, visit } from './page-context.ts'

const seller = '/people/crm%3As3'

export function checkPeople(given: () => PageContext): void {
  it('opens a figure of a scorecard into as many records as it says, and a deal into its course', async () => {
    const { page, errors } = await visit(given(), seller)
    await settle(page)
    const cell = page.locator('[data-row="won_deals"] a[data-kpi]')
    const said = Number((await cell.textContent())?.replace(/\D/g, ''))
    await cell.click()
    const drawer = page.getByRole('dialog')
    await drawer.locator('[data-records]').waitFor({ state: 'attached' })
    expect(Number(await drawer.locator('[data-records]').getAttribute('data-records'))).toBe(said)
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    expect(await findBarriers(page)).toEqual([])
    await page.locator('main a[data-record]').first().click()
    const course = page.getByRole('dialog').filter({ hasText: 'Полосы: этапы' })
    await course.locator('tbody tr').nth(2).waitFor()
    await course.locator('svg[role="img"]').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.get('record')).toBeNull()
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('notes a talk, marks what was agreed and takes the talk away', async () => {
    const { page, errors } = await visit(given(), `${seller}/talks`)
    await settle(page)
    const talks = page.locator('[data-talk]')
    const before = await talks.count()
    await page.getByRole('textbox', { name: 'Договорённость 1' }).fill('Десять звонков до обеда')
    await page.getByRole('textbox', { name: 'Заметки только для вас' }).fill('Спросить про отпуск')
    await page.getByRole('button', { name: 'Сохранить встречу' }).click()
    const talk = talks.filter({ hasText: 'Десять звонков до обеда' })
    await talk.getByRole('button', { name: 'Сделано', exact: true }).click()
    await talk.locator('[data-agreement="kept"]').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await talk.getByRole('button', { name: 'Удалить встречу' }).click()
    await talk.waitFor({ state: 'detached' })
    expect(await talks.count()).toBe(before)
    expect(errors).toEqual([])
    await page.context().close()
  })
}
