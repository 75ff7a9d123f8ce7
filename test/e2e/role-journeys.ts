// What each role comes for, and where it ends: a lead looks who waits, a salesperson reaches nobody else by address or API, an analyst
// takes a table along, a head finds the leak, somebody with a phone finds a figure.
import { expect, it } from 'vitest'
import { joinAs, type PageContext, settle, visit } from './page-context.ts'

const others = ['Ірина Шевчук', 'Андрій Бондаренко', 'Наталія Ткаченко']
const other = 'crm:s1'
const own = 'crm:s3'

export function checkRoles(given: () => PageContext): void {
  it('shows a lead who waits for the own team, one click from the lead', async () => {
    const { page, errors } = await visit(given(), '/today', { state: await joinAs(given(), { role: 'lead', teams: ['crm:kyiv'] }) })
    await settle(page)
    await page
      .getByRole('radiogroup', { name: 'Разобрать сегодня' })
      .getByText(/^Ждут ответа/)
      .click()
    const days = await page.locator('main [data-person]').count()
    expect(days).toBeGreaterThan(1)
    const { page: whole } = await visit(given(), '/today')
    await settle(whole)
    expect(days).toBeLessThan(await whole.locator('main [data-person]').count())
    await whole.context().close()
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('lets a salesperson reach nobody else by the address or the API', async () => {
    const { demo } = given()
    const { page } = await visit(given(), '/day', { state: await joinAs(given(), { role: 'rep', person: own }) })
    await settle(page)
    for (const path of [`/people/${encodeURIComponent(other)}`, `/people/${encodeURIComponent(other)}/talks`, `/leads?person=${other}`]) {
      await page.goto(demo.url + path)
      await (path.startsWith('/people') ? page.getByRole('alert') : page.locator('main p, main tbody')).first().waitFor()
      const text = (await page.locator('main').textContent()) ?? ''
      for (const name of others) expect(text, path).not.toContain(name)
    }
    const ask = async (path: string, data: object) =>
      page.request.post(demo.url + path, { data, headers: { origin: demo.url, 'sec-fetch-site': 'same-origin' } })
    const people = (await (await ask('/api/query', { kpis: ['won_deals'], by: ['person'], last: '365d' })).json()) as {
      rows: { person: { id: string } }[]
    }
    expect(people.rows.map(({ person }) => person.id)).toEqual([own])
    const foreign = { kpis: ['won_deals'], last: '365d', where: { person: [other] } }
    expect(await (await ask('/api/query', foreign)).json()).toMatchObject({ total: { won_deals: { value: 0 } } })
    const records = await ask('/api/records/search', { kpi: 'won_deals', last: '365d', where: { person: [other] } })
    expect(await records.json()).toMatchObject({ count: 0 })
    for (const path of [`/api/people/${other}/scorecard`, '/api/factors'])
      expect([403, 404, 405], path).toContain((await ask(path, {})).status())
    await page.context().close()
  })

  it('gives an analyst the league as a table for a spreadsheet, and nothing to change', async () => {
    const { page, errors } = await visit(given(), '/people?show=won_deals', { state: await joinAs(given(), { role: 'analyst' }) })
    await settle(page)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Скачать XLSX' }).first().click()])
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/)
    await page.goto(`${given().demo.url}/settings/calendar`)
    await page.locator('main').waitFor()
    expect(await page.getByRole('button', { name: 'Сохранить и пересчитать' }).count()).toBe(0)
    expect(errors).toEqual([])
    await page.context().close()
  })
}

export function checkWays(given: () => PageContext): void {
  it('leads a head from the leak of the funnel to what is behind it', async () => {
    const { page, errors } = await visit(given(), '/funnel')
    await settle(page)
    await page.getByRole('heading', { name: 'Где воронка теряет деньги' }).scrollIntoViewIfNeeded()
    const stage = page.locator('main tbody a[data-kpi="stage_conversion"]').first()
    await stage.click()
    const drawer = page.getByRole('dialog')
    await drawer.locator('[data-records]').waitFor({ state: 'attached' })
    const why = drawer.locator('section[aria-labelledby="drawer-why"]')
    await why.scrollIntoViewIfNeeded()
    await why
      .getByText(/Было .+, стало |сравнить/)
      .first()
      .waitFor()
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('can be used with a thumb: the bar below leads to the rooms, a tile opens and closes', async () => {
    const { page, errors } = await visit(given(), '/', { width: 390 })
    await settle(page)
    await page.locator('li a[data-kpi="leads"]').click()
    const drawer = page.getByRole('dialog')
    await drawer.locator('[data-records]').waitFor({ state: 'attached' })
    await drawer.getByRole('button', { name: 'Закрыть' }).first().click()
    await drawer.waitFor({ state: 'detached' })
    const below = page.locator('nav').getByRole('link', { name: 'Воронка', exact: true }).last()
    const box = await below.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(40)
    await below.click()
    await page.locator('[data-stage]').first().waitFor()
    expect(errors).toEqual([])
    await page.context().close()
  })
}
