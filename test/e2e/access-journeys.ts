// Who gets in and what they find: the owner link, invitations, roles, signing out.
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { findBarriers, keepShot, watchErrors } from './page-browser.ts'
import { owner, type PageContext, type State, settle, visit } from './page-context.ts'

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Почта').fill(email)
  await page.getByRole('textbox', { name: 'Пароль' }).fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
}

/** Makes an invitation on the page and gives its link. */
async function invite(page: Page, role: string, choice: { label: string; name: string } | null): Promise<string> {
  await page.getByRole('combobox', { name: 'Роль' }).click()
  await page.getByRole('option', { name: role, exact: true }).click()
  if (choice) {
    await page.getByRole('combobox', { name: choice.label }).click()
    await page.getByRole('option', { name: choice.name, exact: true }).click()
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Создать приглашение' }).click()
  const secret = page.locator('[data-secret]')
  await secret.getByText(role).waitFor()
  return (await secret.getAttribute('data-secret')) ?? ''
}

async function accept(
  context: PageContext,
  link: string,
  name: string,
  email: string,
): Promise<{ page: Page; state: State; errors: string[] }> {
  const { page } = await visit(context, '/join', { state: null })
  const errors = watchErrors(page)
  await page.goto('about:blank')
  await page.goto(link)
  await page.getByLabel('Имя и фамилия').fill(name)
  await page.getByLabel('Почта').fill(email)
  await page.getByRole('textbox', { name: 'Придумайте пароль' }).fill('a password of my own')
  await page.getByRole('button', { name: 'Принять приглашение' }).click()
  // Who leads people arrives elsewhere in the morning: the rail stands on every page.
  await page.locator('nav li a').first().waitFor()
  return { page, errors, state: await page.context().storageState() }
}

const rooms = async (page: Page) => (await page.locator('nav').first().locator('li a').allTextContents()).map((text) => text.trim())

export function checkDoor(given: () => PageContext): void {
  it('shows who is not signed in nothing but the door, in both schemes and on a phone', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      const { page, errors } = await visit(given(), '/people', { state: null, width: scheme === 'dark' ? 390 : 1440, scheme })
      await page.getByRole('heading', { name: 'Вход' }).waitFor()
      expect(await page.locator('nav').count()).toBe(0)
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, `sign-in-${scheme}`)
      expect(errors).toEqual([])
      await page.context().close()
    }
  })

  it('refuses a wrong password in one sentence, and lets the right one land where it wanted', async () => {
    const { page } = await visit(given(), '/funnel', { state: null })
    await signIn(page, owner.email, 'not the password')
    await page.getByRole('alert').waitFor()
    const known = await page.getByRole('alert').textContent()
    await page.getByLabel('Почта').fill('nobody@demo.example')
    await page.getByRole('button', { name: 'Войти' }).click()
    await page.waitForResponse((response) => response.url().endsWith('/api/session') && response.request().method() === 'POST')
    expect(await page.getByRole('alert').textContent()).toBe(known)
    await signIn(page, owner.email, owner.password)
    await page.locator('[data-stage]').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/funnel')
    await page.context().close()
  })

  it('says of a used owner link that it is used', async () => {
    const { page } = await visit(given(), new URL(given().demo.ownerLink).pathname + new URL(given().demo.ownerLink).search, {
      state: null,
    })
    await page.getByText('Эта ссылка уже использована').waitFor()
    await page.context().close()
  })
}

export function checkInvited(given: () => PageContext): void {
  it('shows an invited salesperson exactly their own, and a lead their team', async () => {
    const { page } = await visit(given(), '/settings/people')
    const forRep = await invite(page, 'Менеджер', { label: 'Кто это в CRM', name: 'Ірина Шевчук' })
    const forLead = await invite(page, 'Руководитель группы', { label: 'Отделы', name: 'Відділ продажів Київ' })
    expect(new URL(forRep).hash).toMatch(/^#token=/)
    await page.context().close()

    const rep = await accept(given(), forRep, 'Ірина Шевчук', 'iryna@demo.example')
    expect(await rooms(rep.page)).not.toContain('Данные')
    await rep.page.goto(`${given().demo.url}/people?show=won_deals`)
    await settle(rep.page)
    expect(await rep.page.locator('main tbody th').allTextContents()).toEqual(['Ірина Шевчук'])
    await rep.page.goto(`${given().demo.url}/settings`)
    await rep.page.getByRole('heading', { name: 'Мой вход' }).waitFor()
    expect(await rep.page.locator('main').getByRole('link', { name: 'Каналы' }).count()).toBe(0)
    expect(rep.errors).toEqual([])

    const lead = await accept(given(), forLead, 'Керівник', 'lead@demo.example')
    await lead.page.goto(`${given().demo.url}/people?show=won_deals`)
    await settle(lead.page)
    const team = await lead.page.locator('main tbody th').allTextContents()
    expect(team.length).toBeGreaterThan(1)
    const { page: whole } = await visit(given(), '/people?show=won_deals')
    await settle(whole)
    expect(team.length).toBeLessThan(await whole.locator('main tbody th').count())

    await rep.page.getByRole('button', { name: /Вход: / }).click()
    await rep.page.getByRole('menuitem', { name: 'Выйти' }).click()
    await rep.page.getByRole('heading', { name: 'Вход' }).waitFor()
    for (const { page: open } of [rep, lead]) await open.context().close()
    await whole.context().close()

    const { page: again } = await visit(given(), '/join', { state: null })
    await again.goto('about:blank')
    await again.goto(forRep)
    await again.getByText('Ссылка не работает').waitFor()
    await again.context().close()
  }, 180_000)

  it('makes a key that is shown once and revoked', async () => {
    const { page } = await visit(given(), '/settings/keys')
    await page.getByLabel('Название').fill('телефония')
    await page.getByRole('button', { name: 'Создать ключ' }).click()
    const key = (await page.locator('[data-secret]').getAttribute('data-secret')) ?? ''
    const ask = () => page.request.get(`${given().demo.url}/api/kpis`, { headers: { authorization: `Bearer ${key}`, cookie: '' } })
    expect((await ask()).status()).toBe(200)
    await page.locator('[data-key-name="телефония"]').getByRole('button', { name: 'Отозвать' }).click()
    await page.getByText('Ключей пока нет').waitFor()
    expect((await ask()).status()).toBe(401)
    await page.context().close()
  })
}
